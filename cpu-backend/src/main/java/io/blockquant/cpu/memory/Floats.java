package io.blockquant.cpu.memory;

import io.blockquant.core.dtype.Codecs;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Elements;
import java.lang.foreign.MemorySegment;

/** Read and write elements of the types that arithmetic is done in, as float32. */
public final class Floats {

  private Floats() {}

  /** Return an element of a floating type of at most 32 bits, or INT32 rounded to float32. */
  public static float get(MemorySegment source, ElementType type, long index) {
    return switch (type) {
      case FLOAT -> source.get(Elements.FLOAT, index * Float.BYTES);
      case FLOAT16 -> Float.float16ToFloat(source.get(Elements.SHORT, index * Short.BYTES));
      case BFLOAT16 ->
          Float.intBitsToFloat(source.get(Elements.SHORT, index * Short.BYTES) << Short.SIZE);
      case INT32 -> (float) source.get(Elements.INT, index * Integer.BYTES);
      default -> Codecs.of(type).decode(Codes.get(source, type.bits(), index));
    };
  }

  /** Set an element of FLOAT, FLOAT16 or BFLOAT16, rounded once (F1). */
  public static void set(MemorySegment target, ElementType type, long index, float value) {
    if (type == ElementType.FLOAT) {
      target.set(Elements.FLOAT, index * Float.BYTES, value);
    } else {
      int code = Codecs.of(type).encode(value);
      target.set(Elements.SHORT, index * Short.BYTES, (short) code);
    }
  }
}
