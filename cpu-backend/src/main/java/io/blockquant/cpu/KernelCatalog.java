package io.blockquant.cpu;

import io.blockquant.cpu.kernel.Kernel;
import io.blockquant.cpu.kernel.KernelRegistry;
import io.blockquant.cpu.kernel.Room;
import io.blockquant.cpu.kernel.bitcast.BitCastRoom;
import io.blockquant.cpu.kernel.bitcast.CopyBits;
import io.blockquant.cpu.kernel.cast.CastRoom;
import io.blockquant.cpu.kernel.cast.ScalarCast;
import io.blockquant.cpu.kernel.cast.TableCast;
import io.blockquant.cpu.kernel.dequantize.DequantizeProblem;
import io.blockquant.cpu.kernel.dequantize.DequantizeRoom;
import io.blockquant.cpu.kernel.dequantize.ScalarDequantize;
import io.blockquant.cpu.kernel.dequantize.vector.VectorDequantize;
import io.blockquant.cpu.kernel.dynamicquantize.DynamicQuantizeProblem;
import io.blockquant.cpu.kernel.dynamicquantize.DynamicQuantizeRoom;
import io.blockquant.cpu.kernel.dynamicquantize.ScalarDynamicQuantize;
import io.blockquant.cpu.kernel.dynamicquantize.vector.VectorDynamicQuantize;
import io.blockquant.cpu.kernel.quantize.QuantizeProblem;
import io.blockquant.cpu.kernel.quantize.QuantizeRoom;
import io.blockquant.cpu.kernel.quantize.ScalarQuantize;
import io.blockquant.cpu.kernel.quantize.vector.VectorQuantize;
import io.blockquant.cpu.kernel.quantizezero.ScalarQuantizeZero;
import io.blockquant.cpu.kernel.vector.AddressSpace;
import io.blockquant.cpu.kernel.vector.VectorWidth;
import java.util.ArrayList;
import java.util.List;

/** List the operators that this backend runs and all kernels of each: one line per kernel. */
final class KernelCatalog {

  private KernelCatalog() {}

  static Operators operators(VectorKernels vector) {
    return new Operators(
        List.of(
            operator(new DynamicQuantizeRoom(), dynamicQuantize(vector)),
            operator(new QuantizeRoom(), quantize(vector)),
            operator(new DequantizeRoom(), dequantize(vector)),
            operator(new CastRoom(), List.of(new ScalarCast(), new TableCast())),
            operator(new BitCastRoom(), List.of(new CopyBits()))));
  }

  private static <A, P> CpuOperator<A, P> operator(Room<A, P> room, List<Kernel<P>> kernels) {
    return new CpuOperator<>(room, new KernelRegistry<>(kernels));
  }

  static List<Kernel<DynamicQuantizeProblem>> dynamicQuantize(VectorKernels vector) {
    List<Kernel<DynamicQuantizeProblem>> kernels = new ArrayList<>();
    kernels.add(new ScalarDynamicQuantize());
    if (vector.isOn()) {
      kernels.add(new VectorDynamicQuantize());
    }
    return kernels;
  }

  static List<Kernel<QuantizeProblem>> quantize(VectorKernels vector) {
    List<Kernel<QuantizeProblem>> kernels = new ArrayList<>();
    kernels.add(new ScalarQuantize());
    kernels.add(new ScalarQuantizeZero());
    if (vector.isOn()) {
      kernels.add(new VectorQuantize());
    }
    return kernels;
  }

  static List<Kernel<DequantizeProblem>> dequantize(VectorKernels vector) {
    List<Kernel<DequantizeProblem>> kernels = new ArrayList<>();
    kernels.add(new ScalarDequantize());
    if (vector.isOn()) {
      kernels.add(new VectorDequantize());
    }
    return kernels;
  }

  /** Return whether passes may address memory; only where the API is present. */
  static boolean hasAddressSpace() {
    return AddressSpace.isOpen();
  }

  /** Return the width of the vectors as explanations show it; only where the API is present. */
  static String vectorWidth() {
    return VectorWidth.BITS + " bits";
  }

  /**
   * Check that the JVM's vectors have a legal width; only where the API is present.
   *
   * @throws IllegalArgumentException if the system property names another
   */
  static void checkVectorWidth() {
    VectorWidth.requireLegal();
  }
}
