package io.blockquant.ort;

import io.blockquant.core.spi.ExecutionContext;
import io.blockquant.core.tensor.Storage;
import io.blockquant.core.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Write the outputs of a region that ONNX Runtime does not write in place. */
final class OutputCopies {

  private OutputCopies() {}

  /** Write the outputs that no node computes. */
  static void write(List<RegionOutputs.Source> sources, ExecutionContext context) {
    for (int i = 0; i < sources.size(); i++) {
      switch (sources.get(i)) {
        case RegionOutputs.Source.Computed _ -> {} // Already written.
        case RegionOutputs.Source.Input(int index) -> write(context, i, context.input(index));
        case RegionOutputs.Source.Constant(Tensor tensor) -> write(context, i, tensor);
      }
    }
  }

  private static void write(ExecutionContext context, int output, Tensor source) {
    Tensor target = context.output(output, source.elementType(), source.shape());
    // On the host already, or a copy that is garbage after this.
    copy(source.toHost(Arena.ofAuto()).segment(), target);
  }

  static void copy(MemorySegment source, Tensor target) {
    switch (target.storage()) {
      case Storage.Host host -> host.segment().copyFrom(source);
      case Storage.Device device -> device.copyFrom(source);
    }
  }
}
