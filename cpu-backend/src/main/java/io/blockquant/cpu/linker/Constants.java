package io.blockquant.cpu.linker;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects what a flat class knows from the start. Numbers become constants of the code; objects
 * are handed to the class when it is defined, and are as good as constants to C2.
 */
final class Constants {
  private static final DirectMethodHandleDesc CLASS_DATA_AT =
      ConstantDescs.ofConstantBootstrap(
          java.lang.invoke.MethodHandles.class.describeConstable().orElseThrow(),
          "classDataAt",
          ConstantDescs.CD_Object,
          ConstantDescs.CD_int);

  private final List<Object> values = new ArrayList<>();

  /** Return the objects, in the order that the code counts them in. */
  List<Object> values() {
    return List.copyOf(values);
  }

  /** Push a value of a declared type. */
  void load(CodeBuilder code, ClassDesc type, Object value) {
    switch (value) {
      case Integer number when type.isPrimitive() -> code.loadConstant((int) number);
      case Long number when type.isPrimitive() -> code.loadConstant((long) number);
      case Float number when type.isPrimitive() -> code.loadConstant((float) number);
      case Double number when type.isPrimitive() -> code.loadConstant((double) number);
      case Boolean flag when type.isPrimitive() -> code.loadConstant(flag ? 1 : 0);
      case Short number when type.isPrimitive() -> code.loadConstant((int) number);
      case Byte number when type.isPrimitive() -> code.loadConstant((int) number);
      default -> code.loadConstant(dynamic(type, value));
    }
  }

  private DynamicConstantDesc<?> dynamic(ClassDesc type, Object value) {
    int index = values.indexOf(value);
    if (index < 0) {
      index = values.size();
      values.add(value);
    }
    return DynamicConstantDesc.ofNamed(CLASS_DATA_AT, ConstantDescs.DEFAULT_NAME, type, index);
  }
}
