package io.blockquant.core.tensor;

import io.blockquant.core.dtype.ElementType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Hold the elements of a tensor: a type, a shape and a {@link Storage}.
 *
 * <p>The tensor itself is immutable; the bytes behind it are shared by every view of it and are
 * written by whoever may. Safe to read from many threads as long as nobody writes. The memory lives
 * as long as its {@link Arena}; tensors made from Java arrays live in an automatic arena, that is
 * until they are unreachable.
 */
public final class Tensor {

  /** Alignment of the memory that tensors allocate: a cache line and the widest vector. */
  public static final long ALIGNMENT = 64;

  private final ElementType elementType;
  private final Shape shape;
  private final Storage storage;

  private Tensor(ElementType elementType, Shape shape, Storage storage) {
    this.elementType = Objects.requireNonNull(elementType, "elementType");
    this.shape = Objects.requireNonNull(shape, "shape");
    this.storage = Objects.requireNonNull(storage, "storage");
    if (elementType == ElementType.STRING) {
      TextTensors.check(segment(), shape.elementCount());
      return;
    }
    long expected = elementType.byteSize(shape.elementCount());
    if (storage.byteSize() != expected) {
      throw new IllegalArgumentException(
          elementType + " " + shape + " needs " + expected + " bytes, has " + storage.byteSize());
    }
  }

  /** Allocate a zeroed tensor in host memory whose lifetime is {@code arena}'s. */
  public static Tensor allocate(ElementType elementType, Shape shape, Arena arena) {
    long bytes = elementType.byteSize(shape.elementCount());
    return of(elementType, shape, arena.allocate(bytes, ALIGNMENT));
  }

  /** Allocate a zeroed tensor in host memory that lives until it is unreachable. */
  public static Tensor allocate(ElementType elementType, Shape shape) {
    return allocate(elementType, shape, Arena.ofAuto());
  }

  /**
   * View memory as a tensor, without a copy.
   *
   * @param segment exactly the bytes of the tensor, little-endian, packed (F4); for STRING as
   *     {@link TextTensors} lays them out
   * @throws IllegalArgumentException if the size does not fit
   */
  public static Tensor of(ElementType elementType, Shape shape, MemorySegment segment) {
    return new Tensor(elementType, shape, new Storage.Host(segment));
  }

  /** View a storage as a tensor, without a copy. */
  public static Tensor of(ElementType elementType, Shape shape, Storage storage) {
    return new Tensor(elementType, shape, storage);
  }

  /** Make a FLOAT tensor of a copy of {@code values}. */
  public static Tensor ofFloats(Shape shape, float... values) {
    return TensorArrays.ofFloats(shape, values);
  }

  /** Make an INT64 tensor of a copy of {@code values}. */
  public static Tensor ofLongs(Shape shape, long... values) {
    return TensorArrays.ofLongs(shape, values);
  }

  /** Make a FLOAT tensor without dimensions. */
  public static Tensor scalar(float value) {
    return ofFloats(Shape.SCALAR, value);
  }

  /** Return the element type. */
  public ElementType elementType() {
    return elementType;
  }

  /** Return the shape. */
  public Shape shape() {
    return shape;
  }

  /** Return the element type and the shape together. */
  public TensorType type() {
    return TensorType.of(elementType, shape);
  }

  /** Return where the bytes are. */
  public Storage storage() {
    return storage;
  }

  /** Return the number of bytes, packed. */
  public long byteSize() {
    return storage.byteSize();
  }

  /** Return the number of elements. */
  public long elementCount() {
    return shape.elementCount();
  }

  /** Return {@code true} if the bytes are in host memory. */
  public boolean isHost() {
    return storage instanceof Storage.Host;
  }

  /**
   * Return the bytes in host memory.
   *
   * @throws IllegalStateException if the tensor is on a device; {@link #toHost} copies it
   */
  public MemorySegment segment() {
    return switch (storage) {
      case Storage.Host host -> host.segment();
      case Storage.Device device ->
          throw new IllegalStateException(
              "the tensor is on " + device.deviceId() + "; copy it with toHost()");
    };
  }

  /** Return this tensor in host memory: itself, or a copy of what the device holds. */
  public Tensor toHost(Arena arena) {
    return switch (storage) {
      case Storage.Host host -> this;
      case Storage.Device device -> {
        Tensor copy = allocate(elementType, shape, arena);
        device.copyTo(copy.segment());
        yield copy;
      }
    };
  }

  /** Return a copy whose lifetime is {@code arena}'s. */
  public Tensor copy(Arena arena) {
    MemorySegment copy = arena.allocate(byteSize(), ALIGNMENT);
    switch (storage) {
      case Storage.Host host -> copy.copyFrom(host.segment());
      case Storage.Device device -> device.copyTo(copy);
    }
    return of(elementType, shape, copy);
  }

  /** View the same bytes under another shape with as many elements. */
  public Tensor reshape(Shape other) {
    if (other.elementCount() != shape.elementCount()) {
      throw new IllegalArgumentException("cannot view " + shape + " as " + other);
    }
    return new Tensor(elementType, other, storage);
  }

  /** View the same bytes as elements of another type of the same width. */
  public Tensor bitcast(ElementType other) {
    if (other.bits() != elementType.bits()) {
      throw new IllegalArgumentException("cannot view " + elementType + " bits as " + other);
    }
    return new Tensor(other, shape, storage);
  }

  /**
   * View a range of the outermost dimension.
   *
   * @throws IllegalArgumentException if the range does not start on a byte, which only types
   *     narrower than a byte can do
   */
  public Tensor slice(long from, long count) {
    Objects.checkFromIndexSize(from, count, shape.dim(0));
    long row = shape.elementCount(1, shape.rank());
    long firstBit = Math.multiplyExact(from * row, (long) elementType.bits());
    if (firstBit % Byte.SIZE != 0) {
      throw new IllegalArgumentException(
          "row " + from + " of " + elementType + " " + shape + " does not start on a byte");
    }
    Shape part = shape.withDim(0, count);
    long bytes = elementType.byteSize(part.elementCount());
    return of(elementType, part, segment().asSlice(firstBit / Byte.SIZE, bytes));
  }

  /** Return {@code true} if type, shape and every byte are the same; both in host memory. */
  public boolean sameBits(Tensor other) {
    return elementType == other.elementType
        && shape.equals(other.shape)
        && segment().mismatch(other.segment()) == -1;
  }

  @Override
  public String toString() {
    return elementType + " " + shape;
  }
}
