package io.blockquant.cpu;

import io.blockquant.core.graph.Node;
import io.blockquant.core.op.OpCall;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.cpu.kernel.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hold one node of a region: which values it reads, and how its call becomes a task. Immutable.
 *
 * @param <A> the operator's attributes
 * @param <P> the operator's problem
 */
final class Step<A, P> {

  /** What a step is for inputs of known types. */
  record Bound(List<TensorType> outputs, Task task) {}

  private final CpuOperator<A, P> operator;
  private final OpCall<A> call;
  private final int[] inputs;

  Step(CpuOperator<A, P> operator, OpCall<A> call, ValueIndex values) {
    this.operator = operator;
    this.call = call;
    this.inputs = call.node().inputs().stream().mapToInt(values::number).toArray();
  }

  Node node() {
    return call.node();
  }

  /** Return the numbers of the values it reads; {@link ValueIndex#ABSENT} where not given. */
  int[] inputs() {
    return inputs;
  }

  /**
   * Check the constraints again, now that every type is known, and choose a kernel.
   *
   * @param types the types of the region's values by number, known for all that this step reads
   * @throws io.blockquant.core.diag.BlockquantException if a constraint is broken
   */
  Bound bind(@Nullable TensorType[] types) {
    List<OpCall.Operand> operands = new ArrayList<>(inputs.length);
    for (int i = 0; i < inputs.length; i++) {
      OpCall.Operand known = call.operand(i);
      operands.add(
          inputs[i] == ValueIndex.ABSENT
              ? known
              : new OpCall.Operand(known.name(), types[inputs[i]], known.constant()));
    }
    OpCall<A> bound = new OpCall<>(call.node(), call.attributes(), operands);
    List<TensorType> outputs = operator.definition().infer(bound);
    P problem = operator.room().problem(bound, outputs);
    return new Bound(outputs, operator.choose(bound, outputs, problem).kernel().bind(problem));
  }

  /** Check what only the values can tell. */
  void checkValues(@Nullable Tensor[] inputTensors) {
    operator.room().checkValues(call, inputTensors);
  }
}
