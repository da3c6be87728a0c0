package io.blockquant.ort.lowering;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attributes;
import java.util.Optional;

/**
 * Say Adagrad in arithmetic: the step of an optimizer that a graph may take for several tensors at
 * once. Inputs are the rate, the step's number, then all X, all G, all H.
 */
final class OptimizerLowering implements Lowering {

  private static final int FIRST = 2;

  @Override
  public Optional<Lowered> lower(Call call) {
    int tensors = (call.node().inputs().size() - FIRST) / 3;
    Optional<ElementType> type = call.elementType(FIRST);
    if (tensors < 1 || type.isEmpty() || call.elementType(0).isEmpty()) {
      return Optional.empty();
    }
    Emitter out = new Emitter(call);
    String step = out.cast(call.node().input(1), type.get());
    String decay = out.scalar(type.get(), call.real("decay_factor").orElse(0f));
    String norm = out.scalar(type.get(), call.real("norm_coefficient").orElse(0f));
    String epsilon = out.scalar(type.get(), call.real("epsilon").orElse(0f));
    String one = out.scalar(type.get(), 1);
    String slowed = out.op("Add", one, out.op("Mul", step, decay));
    String rate = out.op("Div", out.cast(call.node().input(0), type.get()), slowed);
    for (int i = 0; i < tensors; i++) {
      String x = call.node().input(FIRST + i);
      String g = call.node().input(FIRST + tensors + i);
      String h = call.node().input(FIRST + 2 * tensors + i);
      String gradient = out.op("Add", out.op("Mul", norm, x), g);
      String squares = out.op("Add", h, out.op("Mul", gradient, gradient));
      String adapted = out.op("Add", out.op("Sqrt", squares), epsilon);
      String move = out.op("Div", out.op("Mul", rate, gradient), adapted);
      out.output(i, "Sub", Attributes.NONE, x, move);
      out.output(tensors + i, "Identity", Attributes.NONE, squares);
    }
    return Optional.of(out.done("as arithmetic"));
  }
}
