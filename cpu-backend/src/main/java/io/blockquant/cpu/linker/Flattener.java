package io.blockquant.cpu.linker;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies a method with the bodies of this module's methods in place of their calls.
 *
 * <p>The locals of an inlined body lie above those of its caller; its arguments are stored there
 * from the stack, and its returns become jumps behind it. Reading a component of a strategy, or a
 * static final field of this module, becomes a constant.
 */
final class Flattener {
  private static final String MODULE_PACKAGE = "io.blockquant.cpu.";

  /** Deeper than any template; a recursion would never end. */
  private static final int DEEPEST = 16;

  private final Methods methods;
  private final Strategies strategies;
  private final Constants constants;

  Flattener(Methods methods, Strategies strategies, Constants constants) {
    this.methods = methods;
    this.strategies = strategies;
    this.constants = constants;
  }

  /**
   * One body in the making.
   *
   * @param self whose method it is; null for a static one
   * @param base the number of its first local
   * @param exit where its returns jump to; null for the outermost body, which returns
   */
  private record Body(
      CodeModel code, @Nullable Record self, int base, @Nullable Label exit, int depth) {
    int top() {
      return base + ((CodeAttribute) code).maxLocals();
    }
  }

  /** Write the flat body of a method of the template. */
  void flatten(Record template, String name, MethodTypeDesc type, CodeBuilder out) {
    MethodModel method = methods.find(template.getClass(), name, type);
    copy(new Body(method.code().orElseThrow(), template, 0, null, 0), out);
  }

  private void copy(Body body, CodeBuilder out) {
    Map<Label, Label> labels = new HashMap<>();
    for (CodeElement element : body.code()) {
      copy(element, body, labels, out);
    }
  }

  private void copy(CodeElement element, Body body, Map<Label, Label> labels, CodeBuilder out) {
    switch (element) {
      case LoadInstruction load -> out.loadLocal(load.typeKind(), body.base() + load.slot());
      case StoreInstruction store -> out.storeLocal(store.typeKind(), body.base() + store.slot());
      case IncrementInstruction step -> out.iinc(body.base() + step.slot(), step.constant());
      case LabelTarget target -> out.labelBinding(label(target.label(), labels, out));
      case BranchInstruction branch ->
          out.branch(branch.opcode(), label(branch.target(), labels, out));
      case TableSwitchInstruction table ->
          out.tableswitch(
              table.lowValue(),
              table.highValue(),
              label(table.defaultTarget(), labels, out),
              cases(table.cases(), labels, out));
      case LookupSwitchInstruction lookup ->
          out.lookupswitch(
              label(lookup.defaultTarget(), labels, out), cases(lookup.cases(), labels, out));
      case ReturnInstruction exit -> leave(exit, body, out);
      case FieldInstruction field -> read(field, body, out);
      case InvokeInstruction call -> call(call, body, out);
      case ExceptionCatch handler ->
          throw new IllegalArgumentException("a template must not catch: " + handler);
      default -> out.with(element);
    }
  }

  private static Label label(Label theirs, Map<Label, Label> labels, CodeBuilder out) {
    return labels.computeIfAbsent(theirs, l -> out.newLabel());
  }

  private static List<SwitchCase> cases(
      List<SwitchCase> theirs, Map<Label, Label> labels, CodeBuilder out) {
    return theirs.stream()
        .map(one -> SwitchCase.of(one.caseValue(), label(one.target(), labels, out)))
        .toList();
  }

  /** An inlined body leaves its result on the stack. */
  private static void leave(ReturnInstruction exit, Body body, CodeBuilder out) {
    if (body.exit() == null) {
      out.with(exit);
    } else {
      out.goto_(body.exit());
    }
  }

  private void read(FieldInstruction field, Body body, CodeBuilder out) {
    String owner = className(field.owner().asSymbol());
    Record self = body.self();
    boolean isComponent = self != null && self.getClass().getName().equals(owner);
    if (self != null && isComponent && field.opcode() == Opcode.GETFIELD) {
      out.pop();
      load(out, field.typeSymbol(), Strategies.component(self, field.name().stringValue()));
    } else if (field.opcode() == Opcode.GETSTATIC && isOurs(owner)) {
      load(out, field.typeSymbol(), constant(type(owner), field.name().stringValue()));
    } else {
      out.with(field);
    }
  }

  /** A strategy is known by its type; what is on the stack in its place is never looked at. */
  private void load(CodeBuilder out, ClassDesc type, Object value) {
    if (value instanceof Record) {
      out.aconst_null();
    } else {
      constants.load(out, type, value);
    }
  }

  private static Object constant(Class<?> owner, String name) {
    try {
      Field field = owner.getDeclaredField(name);
      if (!Modifier.isFinal(field.getModifiers())) {
        throw new IllegalArgumentException("a template must not read " + field);
      }
      field.setAccessible(true); // of this module, like the linker
      return field.get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot read " + owner.getName() + "." + name, e);
    }
  }

  private void call(InvokeInstruction call, Body body, CodeBuilder out) {
    String owner = className(call.owner().asSymbol());
    if (!isOurs(owner)) {
      out.with(call);
      return;
    }
    String name = call.name().stringValue();
    if (body.depth() == DEEPEST) {
      throw new IllegalArgumentException("calls are nested too deeply at " + owner + "." + name);
    }
    boolean isStatic = call.opcode() == Opcode.INVOKESTATIC;
    Record receiver = isStatic ? null : strategies.of(type(owner));
    Class<?> holder = receiver == null ? type(owner) : receiver.getClass();
    CodeModel code = methods.find(holder, name, call.typeSymbol()).code().orElseThrow();
    Body callee = new Body(code, receiver, body.top(), out.newLabel(), body.depth() + 1);
    storeArguments(call.typeSymbol(), callee, out);
    copy(callee, out);
    out.labelBinding(callee.exit());
  }

  private static void storeArguments(MethodTypeDesc type, Body callee, CodeBuilder out) {
    int slot = callee.base() + (callee.self() == null ? 0 : 1);
    for (ClassDesc parameter : type.parameterList()) {
      slot += TypeKind.from(parameter).slotSize();
    }
    for (ClassDesc parameter : type.parameterList().reversed()) {
      TypeKind kind = TypeKind.from(parameter);
      slot -= kind.slotSize();
      out.storeLocal(kind, slot);
    }
    if (callee.self() != null) {
      out.astore(callee.base());
    }
  }

  private static boolean isOurs(String className) {
    return className.startsWith(MODULE_PACKAGE);
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name, true, Flattener.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("cannot load " + name, e);
    }
  }

  private static String className(ClassDesc type) {
    return type.isClassOrInterface()
        ? (type.packageName().isEmpty() ? "" : type.packageName() + ".") + type.displayName()
        : type.displayName();
  }
}
