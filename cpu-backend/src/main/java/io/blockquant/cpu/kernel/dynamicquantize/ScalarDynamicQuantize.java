package io.blockquant.cpu.kernel.dynamicquantize;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.dynamicquantize.Recipe;
import io.blockquant.cpu.kernel.Kernel;
import io.blockquant.cpu.kernel.KernelKey;
import io.blockquant.cpu.kernel.Task;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The scalar twin: every recipe, input type and block shape that the constraints allow. */
public final class ScalarDynamicQuantize implements Kernel<DynamicQuantizeProblem> {

  private static final List<ElementType> INPUTS =
      List.of(ElementType.FLOAT, ElementType.FLOAT16, ElementType.BFLOAT16);

  @Override
  public String name() {
    return "dynamicquantize/scalar";
  }

  @Override
  public int rank() {
    return 100;
  }

  @Override
  public Set<KernelKey> keys() {
    Set<KernelKey> keys = new HashSet<>();
    for (ElementType input : INPUTS) {
      for (Recipe recipe : Recipe.values()) {
        keys.add(DynamicQuantizeRoom.key(input, recipe));
      }
    }
    return keys;
  }

  @Override
  public Optional<String> declines(DynamicQuantizeProblem problem) {
    return Optional.empty();
  }

  @Override
  public Task bind(DynamicQuantizeProblem problem) {
    return new ScalarDynamicQuantizeTask(problem);
  }
}
