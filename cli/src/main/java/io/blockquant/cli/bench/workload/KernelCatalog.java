package io.blockquant.cli.bench.workload;

import io.blockquant.core.dtype.ElementType;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** List the kernels that are measured, in the order in which they are shown. */
public final class KernelCatalog {

  private static final List<ElementType> TYPES =
      List.of(ElementType.FLOAT, ElementType.BFLOAT16, ElementType.FLOAT16);

  private KernelCatalog() {}

  /** Return all of them. */
  public static List<KernelCase> all() {
    return Stream.of(
            forTypes(DynamicQuantizeCases::of),
            forTypes(DequantizeCases::of),
            forTypes(QuantizeCases::of))
        .flatMap(Function.identity())
        .toList();
  }

  /**
   * Return one of them.
   *
   * @throws IllegalArgumentException if there is none of these names
   */
  public static KernelCase find(String kernel, String recipe, String type) {
    return all().stream()
        .filter(known ->
            known.kernel().equals(kernel)
                && known.recipe().equals(recipe)
                && known.type().name().equals(type))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no kernel '" + kernel + " " + recipe + " " + type + "'; there are " + all()));
  }

  private static Stream<KernelCase> forTypes(Function<ElementType, List<KernelCase>> cases) {
    return TYPES.stream().map(cases).flatMap(List::stream);
  }
}
