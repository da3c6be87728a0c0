package io.blockquant.cpu.linker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds the bytecode of this module's methods. */
final class Methods {
  private final ClassFile classFile;
  private final Map<Class<?>, ClassModel> models = new HashMap<>();

  Methods(ClassFile classFile) {
    this.classFile = classFile;
  }

  /**
   * Find the method that a call of a class reaches: its own, or the default of an interface.
   *
   * @throws IllegalArgumentException if there is none with a body
   */
  MethodModel find(Class<?> owner, String name, MethodTypeDesc type) {
    return search(owner, name, type)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no body of %s.%s%s".formatted(owner.getName(), name, type.descriptorString())));
  }

  private Optional<MethodModel> search(Class<?> owner, String name, MethodTypeDesc type) {
    for (MethodModel method : model(owner).methods()) {
      if (method.methodName().equalsString(name)
          && method.methodTypeSymbol().equals(type)
          && method.code().isPresent()) {
        return Optional.of(method);
      }
    }
    for (Class<?> above : owner.getInterfaces()) {
      Optional<MethodModel> found = search(above, name, type);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private ClassModel model(Class<?> owner) {
    return models.computeIfAbsent(owner, c -> classFile.parse(bytes(c)));
  }

  private static byte[] bytes(Class<?> owner) {
    String binary = owner.getName();
    String file = binary.substring(binary.lastIndexOf('.') + 1) + ".class";
    try (InputStream in = owner.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("the class file of " + binary + " cannot be read");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("reading the class file of " + binary, e);
    }
  }
}
