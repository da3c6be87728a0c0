package io.blockquant.core.spi;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Give a region its inputs and the memory for its outputs, during one run.
 *
 * <p>Indices are those of the region's graph inputs and outputs. Whoever asks twice for the same
 * output with the same shape, in one run or in the next, gets the same answer without an allocation
 * wherever the memory is planned; an output that leaves the graph may be the caller's own memory.
 */
public interface ExecutionContext {

  /**
   * Return an input: in host memory, or in the memory of a device that the backend's provider lists
   * ({@link Availability.Available#devices}). What lies on another device is copied to the host.
   */
  Tensor input(int index);

  /**
   * Return the host memory that an output is to be written to.
   *
   * @throws io.blockquant.core.diag.BlockquantException if the memory limit of the session would be
   *     exceeded, or the caller's own memory for this output has another type or shape
   */
  Tensor output(int index, ElementType type, Shape shape);

  /**
   * Return the caller's own memory for an output where that lies on a device of the provider's;
   * null where the output is wanted anywhere else. A backend that writes there delivers this very
   * tensor; one that does not may {@link #deliver} another, or ask for {@link #output}.
   *
   * @throws io.blockquant.core.diag.BlockquantException as {@link #output}, or if the device has
   *     too little memory
   */
  default @Nullable Tensor deviceOutput(int index, ElementType type, Shape shape) {
    return null;
  }

  /**
   * Hand over an output that lies in memory of the backend's own: on a device, or of a size known
   * only now. The memory must stay valid and unchanged until the invocation's next run.
   */
  void deliver(int index, Tensor tensor);

  /**
   * Return memory for a value inside the region, valid until this run of the region ends. Its
   * content is undefined.
   *
   * @param slot which one; numbers from 0, each with memory of its own
   */
  Tensor temporary(int slot, ElementType type, Shape shape);
}
