package io.blockquant.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Storage;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.ort.lowering.Carriers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Keep ONNX Runtime's view of one input or output from run to run.
 *
 * <p>The same tensor gives the same view, without an allocation. Native memory is viewed as it is;
 * memory on the Java heap or on a device is copied through native memory that is kept. Holds on to
 * the last tensor until the next one comes. Not thread-safe.
 */
final class TensorBinding implements AutoCloseable {

  private final OrtEnvironment environment;
  private final String place;
  private @Nullable Tensor tensor;
  private @Nullable MemorySegment memory;
  private @Nullable MemorySegment staging;
  private boolean staged;
  private @Nullable OnnxTensor view;

  TensorBinding(OrtEnvironment environment, String place) {
    this.environment = environment;
    this.place = place;
  }

  /** Return the view of a tensor. */
  OnnxTensor bind(Tensor next) {
    OnnxTensor current = view;
    if (next.elementType() == ElementType.STRING) {
      close();
      current = OrtText.copy(environment, next, place);
      view = current;
      return current;
    }
    if (next != tensor || current == null) {
      close();
      staged = isPacked(next) || !isDirect(next);
      MemorySegment viewed = staged ? stage(next) : next.segment();
      ElementType viewedType = isPacked(next) ? Carriers.BYTE : next.elementType();
      current = OrtTensors.view(environment, viewedType, next.shape(), viewed, place);
      view = current;
      memory = viewed;
      tensor = next;
    }
    if (memory != null && !memory.scope().isAlive()) {
      // ONNX Runtime would read freed memory: the JDK's own check ends at the JNI border.
      throw new IllegalStateException("the memory of " + place + " is closed");
    }
    return current;
  }

  /** Copy what the tensor holds to where ONNX Runtime reads it, if that is another place. */
  void upload() {
    if (staged && tensor != null && memory != null) {
      if (isPacked(tensor)) {
        Carriers.unpack(tensor.toHost(Arena.ofAuto()), bytes(tensor, memory));
        return;
      }
      switch (tensor.storage()) {
        case Storage.Host host -> memory.copyFrom(host.segment());
        case Storage.Device device -> device.copyTo(memory);
      }
    }
  }

  /** Copy what ONNX Runtime wrote to the tensor, if that is another place. */
  void download() {
    if (staged && tensor != null && memory != null) {
      if (isPacked(tensor)) {
        Carriers.pack(bytes(tensor, memory), tensor);
        return;
      }
      switch (tensor.storage()) {
        case Storage.Host host -> host.segment().copyFrom(memory);
        case Storage.Device device -> device.copyFrom(memory);
      }
    }
  }

  @Override
  public void close() {
    if (view != null) {
      view.close();
    }
    view = null;
    tensor = null;
    memory = null;
  }

  /** ONNX Runtime sees codes that share a byte as a byte each. */
  private static boolean isPacked(Tensor tensor) {
    return tensor.elementType().isSubByte();
  }

  private static Tensor bytes(Tensor packed, MemorySegment memory) {
    return Tensor.of(Carriers.BYTE, packed.shape(), memory);
  }

  private static boolean isDirect(Tensor tensor) {
    return tensor.isHost() && tensor.segment().isNative();
  }

  private MemorySegment stage(Tensor next) {
    MemorySegment kept = staging;
    long bytes = isPacked(next) ? next.elementCount() : next.byteSize();
    if (kept == null || kept.byteSize() != bytes) {
      kept = Arena.ofAuto().allocate(bytes, Tensor.ALIGNMENT);
      staging = kept;
    }
    return kept;
  }
}
