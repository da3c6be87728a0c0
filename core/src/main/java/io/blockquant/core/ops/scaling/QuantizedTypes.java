package io.blockquant.core.ops.scaling;

import io.blockquant.core.dtype.ElementType;
import java.util.List;
import java.util.stream.Stream;

/** List the element types that values are quantized to. */
public final class QuantizedTypes {

  /** What Quantize writes. */
  public static final List<ElementType> WRITTEN =
      List.of(
          ElementType.INT8,
          ElementType.UINT8,
          ElementType.INT16,
          ElementType.UINT16,
          ElementType.INT4,
          ElementType.UINT4,
          ElementType.INT2,
          ElementType.UINT2,
          ElementType.FLOAT8E4M3FN,
          ElementType.FLOAT8E4M3FNUZ,
          ElementType.FLOAT8E5M2,
          ElementType.FLOAT8E5M2FNUZ,
          ElementType.FLOAT6E2M3,
          ElementType.FLOAT6E3M2,
          ElementType.FLOAT4E2M1);

  /** What Dequantize reads: the same, and the INT32 of quantized biases. */
  public static final List<ElementType> READ =
      Stream.concat(WRITTEN.stream(), Stream.of(ElementType.INT32)).toList();

  private QuantizedTypes() {}
}
