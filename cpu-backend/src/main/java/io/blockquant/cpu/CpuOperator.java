package io.blockquant.cpu;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.op.OpCall;
import io.blockquant.core.op.OpCalls;
import io.blockquant.core.op.OpDefinition;
import io.blockquant.core.spi.Support;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.cpu.kernel.Kernel;
import io.blockquant.cpu.kernel.KernelChoice;
import io.blockquant.cpu.kernel.KernelKey;
import io.blockquant.cpu.kernel.KernelRegistry;
import io.blockquant.cpu.kernel.Room;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Hold one operator and its kernels.
 *
 * @param <A> the operator's attributes
 * @param <P> the operator's problem
 */
record CpuOperator<A, P>(Room<A, P> room, KernelRegistry<P> kernels) {

  OpDefinition<A> definition() {
    return room.definition();
  }

  /** Say which kernel will run a node, as far as its types are known. */
  Support supports(Graph graph, Node node) {
    try {
      OpCall<A> call = OpCalls.of(definition(), graph, node);
      return new Support.Native(describe(call));
    } catch (BlockquantException e) {
      // The verifier reports it; whoever asks before it learns the same from here.
      return new Support.Unsupported(e.diagnostics().getFirst().toString());
    }
  }

  private String describe(OpCall<A> call) {
    List<TensorType> outputs = definition().infer(call);
    boolean typed = true;
    boolean shaped = true;
    for (int i = 0; i < call.node().inputs().size(); i++) {
      typed &= !call.has(i) || call.type(i).isPresent();
      shaped &= !call.has(i) || call.type(i).flatMap(TensorType::shape).isPresent();
    }
    if (!typed) {
      return "chosen when the types are known";
    }
    KernelKey key = room.key(call, outputs);
    if (!shaped) {
      return kernels.candidates(key).stream()
          .map(Kernel::name)
          .collect(Collectors.joining(", else ", "", ", as the shapes of a run allow"));
    }
    return kernels.explain(key, room.problem(call, outputs));
  }

  /** Choose the kernel of a call whose types are all known. */
  KernelChoice<P> choose(OpCall<A> call, List<TensorType> outputs, P problem) {
    KernelKey key = room.key(call, outputs);
    return kernels
        .choose(key, problem)
        .orElseThrow(() -> new IllegalStateException("no kernel of " + definition().id() + key));
  }

  /** Prepare a node of a region. */
  Step<A, P> step(Graph region, Node node, ValueIndex values) {
    return new Step<>(this, OpCalls.of(definition(), region, node), values);
  }
}
