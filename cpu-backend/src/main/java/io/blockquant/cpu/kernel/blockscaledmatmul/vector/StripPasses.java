package io.blockquant.cpu.kernel.blockscaledmatmul.vector;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.cpu.kernel.vector.ByteCodes;
import io.blockquant.cpu.kernel.vector.CodeSource;
import io.blockquant.cpu.kernel.vector.E2m1Codes;
import io.blockquant.cpu.kernel.vector.E4m3Codes;
import io.blockquant.cpu.kernel.vector.E5m2Codes;
import io.blockquant.cpu.kernel.vector.Int4Codes;
import io.blockquant.cpu.kernel.vector.NibbleCodes;
import io.blockquant.cpu.linker.KernelLinker;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * Hold the linked passes of one packed format.
 *
 * @param scales how scales are held
 * @param row multiplies one row of activations by a strip
 * @param panel dequantizes half a strip
 */
record StripPasses(PackedScales scales, MatMulPass row, MatMulPass panel) {
  private static final MethodHandles.Lookup HOME = MethodHandles.lookup();

  /** Link the passes of a format. */
  static StripPasses of(CodeSource codes, PackedScales scales, boolean hasZeros) {
    return codes.bits() == 4
        ? new StripPasses(
            scales,
            link(new NibbleRow(codes, scales, hasZeros)),
            link(new NibblePanel(codes, scales, hasZeros)))
        : new StripPasses(
            scales,
            link(new ByteRow(codes, scales, hasZeros)),
            link(new BytePanel(codes, scales, hasZeros)));
  }

  private static MatMulPass link(Record template) {
    return KernelLinker.link(HOME, MatMulPass.class, template);
  }

  /**
   * Return how codes are read; null for a type without a vector form.
   *
   * @param isSigned for integers: whether codes are signed and have no zero points of their own
   */
  static @Nullable CodeSource codes(ElementType type, boolean isSigned) {
    return switch (type) {
      case FLOAT4E2M1 -> new E2m1Codes();
      case FLOAT8E4M3FN -> new E4m3Codes(false);
      case FLOAT8E5M2 -> new E5m2Codes(false);
      case INT4, UINT4 -> isSigned ? new Int4Codes() : new NibbleCodes(false);
      case INT8, UINT8 -> new ByteCodes(isSigned, false);
      default -> null;
    };
  }
}
