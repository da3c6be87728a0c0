package io.blockquant.cli.architecture;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Writes class files that break a rule.
 *
 * <p>Generated, not compiled, because a wrong class in our source tree would not compile: {@code
 * module-info} already hides most of what the rules forbid.
 */
final class WrongClasses {

  private final Path folder;

  WrongClasses(Path folder) {
    this.folder = folder;
  }

  /** Add a class that holds a field of another one's type; the other one need not exist. */
  WrongClasses depending(String className, String onClass) throws IOException {
    ClassDesc self = ClassDesc.of(className);
    byte[] bytes =
        ClassFile.of()
            .build(self, b -> b.withField("wrong", ClassDesc.of(onClass), ClassFile.ACC_FINAL));
    return write(className, bytes);
  }

  /** Add a class with one method of the given body. */
  WrongClasses running(String className, Consumer<CodeBuilder> body) throws IOException {
    int modifiers = ClassFile.ACC_STATIC | ClassFile.ACC_PUBLIC;
    MethodTypeDesc type = MethodTypeDesc.of(CD_void);
    byte[] bytes =
        ClassFile.of()
            .build(ClassDesc.of(className), b -> b.withMethodBody("wrong", type, modifiers, body));
    return write(className, bytes);
  }

  JavaClasses load() {
    return new ClassFileImporter().importPath(folder);
  }

  private WrongClasses write(String className, byte[] bytes) throws IOException {
    Path file = folder.resolve(className.replace('.', '/') + ".class");
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    return this;
  }

  static void printsToStandardOut(CodeBuilder code) {
    ClassDesc stream = ClassDesc.of("java.io.PrintStream");
    code.getstatic(ClassDesc.of("java.lang.System"), "out", stream)
        .ldc("wrong")
        .invokevirtual(stream, "println", MethodTypeDesc.of(CD_void, CD_String))
        .return_();
  }

  static void exits(CodeBuilder code) {
    code.iconst_1()
        .invokestatic(ClassDesc.of("java.lang.System"), "exit", MethodTypeDesc.of(CD_void, CD_int))
        .return_();
  }

  static void throwsRuntimeException(CodeBuilder code) {
    ClassDesc exception = ClassDesc.of("java.lang.RuntimeException");
    code.new_(exception)
        .dup()
        .invokespecial(exception, INIT_NAME, MethodTypeDesc.of(CD_void))
        .athrow();
  }

  static void fuses(CodeBuilder code) {
    code.dconst_1()
        .dconst_1()
        .dconst_1()
        .invokestatic(
            ClassDesc.of("java.lang.Math"),
            "fma",
            MethodTypeDesc.of(CD_double, CD_double, CD_double, CD_double))
        .pop2()
        .return_();
  }

  static void fusesVectors(CodeBuilder code) {
    ClassDesc vector = ClassDesc.of("jdk.incubator.vector.FloatVector");
    code.aconst_null()
        .checkcast(vector)
        .aconst_null()
        .aconst_null()
        .invokevirtual(vector, "fma", MethodTypeDesc.of(vector, CD_Object, CD_Object))
        .pop()
        .return_();
  }
}
