package io.blockquant.core.session;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.spi.DeviceAllocator;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Storage;
import io.blockquant.core.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Map;

/**
 * Put tensors into the memory of a device, and leave results there.
 *
 * <pre>{@code
 * SessionDevice gpu = session.device("cuda:0");
 * try (Arena arena = Arena.ofShared()) {
 *   Tensor x = gpu.copy(Tensor.ofFloats(shape, values), arena);
 *   Map<String, Tensor> first = gpu.run(Map.of("x", x), arena);
 *   Map<String, Tensor> second = gpu.run(Map.of("x", first.get("y")), arena);
 *   Tensor y = second.get("y").toHost(Arena.ofAuto());
 * }
 * }</pre>
 *
 * <p>Tensors of a device are given to any run of any session of this process, as inputs and, in
 * {@link Session#run(Map, Map)}, as outputs. Whatever part of the graph runs on their device reads
 * and writes them where they are; for all other parts the session copies. A run that returned has
 * written its outputs completely.
 *
 * <p>Their lifetime is that of the {@link Arena} they were made in, also beyond the session's;
 * nobody closes it while a run uses them. Thread-safe.
 */
public final class SessionDevice {

  private final Session session;
  private final DeviceAllocator allocator;

  SessionDevice(Session session, DeviceAllocator allocator) {
    this.session = session;
    this.allocator = allocator;
  }

  /** Return the device, as {@code devices} lists it: {@code cuda:0}. */
  public String id() {
    return allocator.deviceId();
  }

  /**
   * Allocate a tensor; its content is undefined.
   *
   * @param type any type but STRING
   * @throws io.blockquant.core.diag.BlockquantException if the device has too little memory, or the
   *     session was closed
   */
  public Tensor allocate(ElementType type, Shape shape, Arena arena) {
    long bytes = type.byteSize(shape.elementCount());
    return Tensor.of(type, shape, allocator.allocate(bytes, arena));
  }

  /**
   * Copy a tensor, of the host or of any device, into new memory of this one.
   *
   * @param tensor of any type but STRING
   * @throws io.blockquant.core.diag.BlockquantException as {@link #allocate}
   */
  public Tensor copy(Tensor tensor, Arena arena) {
    Tensor copy = allocate(tensor.elementType(), tensor.shape(), arena);
    write(tensor, (Storage.Device) copy.storage());
    return copy;
  }

  /**
   * View memory that other code of this process allocated on this device, without a copy; {@link
   * Storage.Device#address} is the way back.
   *
   * @param address the first of as many bytes as the tensor has; the memory stays what it is while
   *     a run reads it, and is complete when the run starts: no stream of the other code counts
   * @throws io.blockquant.core.diag.BlockquantException if the address is not aligned
   */
  public Tensor view(long address, ElementType type, Shape shape) {
    return Tensor.of(type, shape, allocator.view(address, type.byteSize(shape.elementCount())));
  }

  /**
   * Run as {@link Session#run(Map)} does, and return the outputs in the memory of this device; text
   * stays on the host.
   *
   * @param arena whose lifetime the outputs have
   * @throws io.blockquant.core.diag.BlockquantException as {@link Session#run(Map)}, and if the
   *     device has too little memory
   */
  public Map<String, Tensor> run(Map<String, Tensor> inputs, Arena arena) {
    return session.run(inputs, this, arena);
  }

  /** Copy bytes to a device from wherever they are. */
  static void write(Tensor from, Storage.Device to) {
    switch (from.storage()) {
      case Storage.Host host -> to.copyFrom(host.segment());
      case Storage.Device _ -> {
        try (Arena between = Arena.ofConfined()) {
          to.copyFrom(from.toHost(between).segment());
        }
      }
    }
  }
}
