package io.blockquant.cpu.linker;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives every specialization of a kernel template a flat class of its own.
 *
 * <p>A template is a record that implements an interface; its components are numbers and
 * <em>strategies</em>, records again: where elements come from, how they are divided, what becomes
 * of them. It is ordinary Java and computes the right thing as it stands, but C2 would compile it
 * badly: the profile of a method that several specializations share makes its calls virtual, and
 * past a number of nodes C2 inlines no method but those that the JDK marks to be inlined always
 * ({@code NodeCountInliningCutoff}). Every vector that then crosses a call is boxed, and the kernel
 * is several times slower. No flag helps, and to split methods by hand is luck.
 *
 * <p>The linker copies the methods into a hidden class, with the components as constants, and with
 * the body of every method of this module that they call in place of the call. What is left are
 * calls of the JDK, which C2 always inlines where they are of the Vector API.
 *
 * <p>Thread-safe. Equal templates share one class, which lives as long as this module.
 */
public final class KernelLinker {
  /** HotSpot compiles no method whose bytecode is larger ({@code HugeMethodLimit}). */
  static final int LARGEST_METHOD = 8000;

  private static final Map<Record, Object> LINKED = new ConcurrentHashMap<>();

  private KernelLinker() {}

  /**
   * Link a template.
   *
   * @param home full access to the package of the template
   * @param type the interface that the template implements
   * @return an object that does what the template does
   * @throws IllegalArgumentException if the template uses what cannot be flattened
   */
  public static <T> T link(MethodHandles.Lookup home, Class<T> type, Record template) {
    return type.cast(LINKED.computeIfAbsent(template, t -> instance(home, type, t)));
  }

  private static Object instance(MethodHandles.Lookup home, Class<?> type, Record template) {
    try {
      Constants constants = new Constants();
      byte[] bytes = build(home, type, template, constants);
      return home.defineHiddenClassWithClassData(bytes, constants.values(), true)
          .lookupClass()
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot link " + template, e);
    }
  }

  /** Make the bytes of the flat class. */
  static byte[] build(
      MethodHandles.Lookup home, Class<?> type, Record template, Constants constants) {
    ClassFile classFile =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofClassLoading(home.lookupClass().getClassLoader())),
            ClassFile.DebugElementsOption.DROP_DEBUG);
    Flattener flattener =
        new Flattener(new Methods(classFile), new Strategies(template), constants);
    ClassDesc name = ClassDesc.of(template.getClass().getName() + "Linked");
    byte[] bytes =
        classFile.build(
            name,
            builder -> {
              builder
                  .withFlags(AccessFlag.PUBLIC, AccessFlag.FINAL, AccessFlag.SUPER)
                  .withInterfaceSymbols(type.describeConstable().orElseThrow())
                  .withMethodBody(
                      ConstantDescs.INIT_NAME,
                      ConstantDescs.MTD_void,
                      ClassFile.ACC_PUBLIC,
                      code ->
                          code.aload(0)
                              .invokespecial(
                                  ConstantDescs.CD_Object,
                                  ConstantDescs.INIT_NAME,
                                  ConstantDescs.MTD_void)
                              .return_())
                  .withMethodBody(
                      "toString",
                      MethodTypeDesc.of(ConstantDescs.CD_String),
                      ClassFile.ACC_PUBLIC,
                      code -> code.ldc(template.toString()).areturn());
              for (Method method : type.getMethods()) {
                if (Modifier.isAbstract(method.getModifiers())) {
                  MethodTypeDesc descriptor =
                      MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                          .describeConstable()
                          .orElseThrow();
                  builder.withMethodBody(
                      method.getName(),
                      descriptor,
                      ClassFile.ACC_PUBLIC,
                      code -> flattener.flatten(template, method.getName(), descriptor, code));
                }
              }
            });
    requireCompilable(classFile, bytes, template);
    return bytes;
  }

  private static void requireCompilable(ClassFile classFile, byte[] bytes, Record template) {
    for (MethodModel method : classFile.parse(bytes).methods()) {
      CodeModel code = method.code().orElseThrow();
      int length = ((CodeAttribute) code).codeLength();
      if (length > LARGEST_METHOD) {
        throw new IllegalArgumentException(
            "%s: %s has %d bytes of code, and no method of more than %d is compiled"
                .formatted(template, method.methodName(), length, LARGEST_METHOD));
      }
    }
  }
}
