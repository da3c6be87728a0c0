package io.blockquant.core.tensor;

import io.blockquant.core.dtype.ElementType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Convert between STRING tensors and Java strings.
 *
 * <p>The bytes of a STRING tensor of n elements are n + 1 little-endian INT64 offsets, then the
 * UTF-8 of all elements one after another; offset i is where element i starts in what follows the
 * offsets, the last one is where it ends. Two equal tensors have equal bytes.
 */
public final class TextTensors {

  private TextTensors() {}

  /** Make a STRING tensor that lives until it is unreachable. */
  public static Tensor of(Shape shape, String... values) {
    return of(shape, List.of(values));
  }

  /**
   * Make a STRING tensor that lives until it is unreachable.
   *
   * @throws IllegalArgumentException if there are not as many values as elements
   */
  public static Tensor of(Shape shape, List<String> values) {
    return ofUtf8(
        shape,
        values.stream().map(value -> value.getBytes(StandardCharsets.UTF_8)).toList(),
        Arena.ofAuto());
  }

  /**
   * Make a STRING tensor of encoded text.
   *
   * @throws IllegalArgumentException if there are not as many values as elements
   */
  public static Tensor ofUtf8(Shape shape, List<byte[]> values, Arena arena) {
    if (values.size() != shape.elementCount()) {
      throw new IllegalArgumentException(
          shape + " has " + shape.elementCount() + " elements, given " + values.size());
    }
    long header = headerSize(values.size());
    long total = header + values.stream().mapToLong(value -> value.length).sum();
    MemorySegment segment = arena.allocate(total, Tensor.ALIGNMENT);
    long offset = 0;
    for (int i = 0; i < values.size(); i++) {
      byte[] value = values.get(i);
      segment.set(Elements.LONG, (long) i * Long.BYTES, offset);
      MemorySegment.copy(value, 0, segment, ValueLayout.JAVA_BYTE, header + offset, value.length);
      offset += value.length;
    }
    segment.set(Elements.LONG, (long) values.size() * Long.BYTES, offset);
    return Tensor.of(ElementType.STRING, shape, segment);
  }

  /** Return the elements as encoded text. */
  public static List<byte[]> toUtf8(Tensor tensor) {
    requireText(tensor);
    int count = Math.toIntExact(tensor.elementCount());
    MemorySegment segment = tensor.segment();
    long header = headerSize(count);
    List<byte[]> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long from = segment.get(Elements.LONG, (long) i * Long.BYTES);
      long to = segment.get(Elements.LONG, (i + 1L) * Long.BYTES);
      values.add(segment.asSlice(header + from, to - from).toArray(ValueLayout.JAVA_BYTE));
    }
    return values;
  }

  /** Return the elements; what is no UTF-8 becomes the replacement character. */
  public static List<String> toStrings(Tensor tensor) {
    return toUtf8(tensor).stream().map(bytes -> new String(bytes, StandardCharsets.UTF_8)).toList();
  }

  /** Check that memory holds a STRING tensor of so many elements. */
  static void check(MemorySegment segment, long elements) {
    long header = headerSize(elements);
    boolean sound = segment.byteSize() >= header;
    long last = 0;
    for (long i = 0; sound && i <= elements; i++) {
      long offset = segment.get(Elements.LONG, i * Long.BYTES);
      sound = offset >= last && (i > 0 || offset == 0);
      last = offset;
    }
    if (!sound || last != segment.byteSize() - header) {
      throw new IllegalArgumentException(
          "the memory of a STRING tensor MUST be " + (elements + 1) + " offsets and the text");
    }
  }

  private static long headerSize(long elements) {
    return Math.multiplyExact(elements + 1, (long) Long.BYTES);
  }

  private static void requireText(Tensor tensor) {
    if (tensor.elementType() != ElementType.STRING) {
      throw new IllegalArgumentException(tensor + " holds no text");
    }
  }
}
