package io.blockquant.cuda;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.op.OpCall;
import io.blockquant.core.op.OpCalls;
import io.blockquant.core.spi.Support;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.cuda.kernel.Blocks;
import io.blockquant.cuda.kernel.Plan;
import io.blockquant.cuda.kernel.Room;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Hold one node of a region and which values it reads. Immutable.
 *
 * @param room the operator
 * @param call the node
 * @param inputs the numbers of the values it reads; {@link ValueIndex#ABSENT} where not given
 */
record Step<A>(Room<A> room, OpCall<A> call, int[] inputs) {

  /** What a step is for inputs of known types. */
  record Bound(List<TensorType> outputs, Plan plan) {}

  static <A> Step<A> of(Room<A> room, Graph region, Node node, ValueIndex values) {
    return new Step<>(
        room,
        OpCalls.of(room.definition(), region, node),
        node.inputs().stream().mapToInt(values::number).toArray());
  }

  /** Say which kernels will run a node, as far as its types are known. */
  static <A> Support supports(Room<A> room, Graph graph, Node node) {
    try {
      OpCall<A> call = OpCalls.of(room.definition(), graph, node);
      List<TensorType> outputs = room.definition().infer(call);
      for (int i = 0; i < node.inputs().size(); i++) {
        if (call.has(i) && call.type(i).flatMap(TensorType::shape).isEmpty()) {
          return new Support.Native("chosen when the shapes are known");
        }
      }
      Blocks blocks = Blocks.of(room.grid(call));
      return blocks.axes() > Blocks.MAX_AXES
          ? new Support.Unsupported(
              "its blocks need " + blocks.axes() + " axes, the kernels have " + Blocks.MAX_AXES)
          : new Support.Native(room.plan(call, outputs).describe());
    } catch (BlockquantException e) {
      // The verifier reports it; whoever asks before it learns the same from here.
      return new Support.Unsupported(e.diagnostics().getFirst().toString());
    }
  }

  /**
   * Check the constraints again, now that every type is known, and choose kernels.
   *
   * @param types the types of the region's values by number, known for all that this step reads
   * @throws BlockquantException if a constraint is broken
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
    List<TensorType> outputs = room.definition().infer(bound);
    return new Bound(outputs, room.plan(bound, outputs));
  }

  /** Check what only the values can tell. */
  void checkValues(IntFunction<@Nullable Tensor> tensors) {
    room.checkValues(call, tensors);
  }
}
