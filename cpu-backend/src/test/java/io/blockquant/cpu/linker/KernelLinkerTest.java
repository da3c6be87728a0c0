package io.blockquant.cpu.linker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.invoke.MethodHandles;
import org.junit.jupiter.api.Test;

/** Flat classes compute what their templates compute, and call nothing of this module. */
final class KernelLinkerTest {

  private static final MethodHandles.Lookup HOME = MethodHandles.lookup();

  /** What the templates of this test do. */
  public interface Kernel {
    /** Compute something. */
    long run(int[] data, int count);
  }

  /** What they do to one number. */
  public interface Step {
    /** Compute one number. */
    long of(int value, long before);

    /** Return what {@link #of} returns for twice the number. */
    default long ofTwice(int value, long before) {
      return of(2 * value, before);
    }
  }

  record Add(int offset) implements Step {
    private static final int[] TABLE = {3, 1, 4, 1, 5};

    @Override
    public long of(int value, long before) {
      if (value < 0) {
        return before;
      }
      return before + value + offset + TABLE[value % TABLE.length];
    }
  }

  record Multiply(long factor, boolean wraps) implements Step {
    @Override
    public long of(int value, long before) {
      long product = (before | 1) * factor;
      return wraps ? product + Integer.bitCount(value) : Math.max(product, value);
    }

    @Override
    public long ofTwice(int value, long before) {
      return switch (value & 3) {
        case 0 -> of(value, before);
        case 1 -> before - value;
        case 2 -> -1;
        default -> of(-value, before) ^ value;
      };
    }
  }

  record Loop(Step step, float scale) implements Kernel {
    @Override
    public long run(int[] data, int count) {
      long sum = Sums.START;
      for (int i = 0; i < count; i++) {
        sum = scaled(step.of(data[i], sum)) + step.ofTwice(data[i], sum);
      }
      return Sums.twice(sum, count);
    }

    private long scaled(long value) {
      return (long) ((value & 0xFFFF) * scale);
    }
  }

  static final class Sums {
    static final long START = 17;

    private Sums() {}

    static long twice(long value, int times) {
      long result = value;
      for (int i = 0; i < times % 3; i++) {
        result += once(result);
      }
      return result;
    }

    private static long once(long value) {
      return value % 1009;
    }
  }

  record Catches(int x) implements Kernel {
    @Override
    public long run(int[] data, int count) {
      try {
        return data[count];
      } catch (ArrayIndexOutOfBoundsException e) {
        return x;
      }
    }
  }

  record Recurses(int x) implements Kernel {
    @Override
    public long run(int[] data, int count) {
      return count == 0 ? x : run(data, count - 1);
    }
  }

  record Two(Step first, Step second) implements Kernel {
    @Override
    public long run(int[] data, int count) {
      return first.of(data[0], 0) + second.of(data[0], 0);
    }
  }

  @Test
  void flatClassesComputeWhatTheirTemplatesDo() {
    Step[] steps = {new Add(5), new Add(-7), new Multiply(31, true), new Multiply(-3, false)};
    for (Step step : steps) {
      for (float scale : new float[] {0.5f, 1.25f}) {
        Loop template = new Loop(step, scale);
        Kernel flat = KernelLinker.link(HOME, Kernel.class, template);
        int[] data = {1, -2, 3, 40, 55, -600, 7, 0, Integer.MAX_VALUE / 2};
        for (int count = 0; count <= data.length; count++) {
          assertEquals(template.run(data, count), flat.run(data, count), template + " " + count);
        }
        assertNotSame(Loop.class, flat.getClass());
        assertEquals(template.toString(), flat.toString());
      }
    }
  }

  @Test
  void equalTemplatesShareAClass() {
    Kernel one = KernelLinker.link(HOME, Kernel.class, new Loop(new Add(1), 1f));
    Kernel same = KernelLinker.link(HOME, Kernel.class, new Loop(new Add(1), 1f));
    Kernel other = KernelLinker.link(HOME, Kernel.class, new Loop(new Add(2), 1f));
    assertSame(one, same);
    assertNotSame(one.getClass(), other.getClass());
  }

  @Test
  void flatCodeNamesNothingOfThisModuleButItself() {
    Loop template = new Loop(new Multiply(7, true), 2f);
    byte[] bytes = KernelLinker.build(HOME, Kernel.class, template, new Constants());
    int calls = 0;
    for (MethodModel method : ClassFile.of().parse(bytes).methods()) {
      for (CodeElement element : method.code().orElseThrow()) {
        if (element instanceof InvokeInstruction call) {
          calls++;
          assertFalse(isOurs(call.owner().asInternalName()), call::toString);
        }
        if (element instanceof FieldInstruction field) {
          assertFalse(isOurs(field.owner().asInternalName()), field::toString);
        }
      }
    }
    assertTrue(calls > 0, "the JDK's methods are called");
  }

  private static boolean isOurs(String internalName) {
    return internalName.startsWith("io/blockquant/");
  }

  @Test
  void whatCannotBeFlattenedIsRefused() {
    refuses(new Catches(1), "must not catch");
    refuses(new Recurses(1), "nested too deeply");
    refuses(new Two(new Add(1), new Multiply(1, true)), "two strategies");
  }

  private static void refuses(Record template, String reason) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> KernelLinker.link(HOME, Kernel.class, template));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }
}
