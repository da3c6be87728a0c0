package io.blockquant.cpu.kernel;

import io.blockquant.core.dtype.ElementType;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Name the element types that tell one kernel of an operator from another, in the operator's order.
 *
 * @param types for DynamicQuantize x, output_data, output_scale; for Quantize x, scale, y; for
 *     Dequantize q, scale, y
 */
public record KernelKey(List<ElementType> types) {

  public KernelKey {
    types = List.copyOf(types);
  }

  /** Name some types. */
  public static KernelKey of(ElementType... types) {
    return new KernelKey(List.of(types));
  }

  @Override
  public String toString() {
    return types.stream().map(ElementType::name).collect(Collectors.joining(" ", "<", ">"));
  }
}
