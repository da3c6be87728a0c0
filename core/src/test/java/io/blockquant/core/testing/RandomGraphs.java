package io.blockquant.core.testing;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Make random graphs of toy nodes: deep and wide, some with several outputs, some out of order. */
public final class RandomGraphs {

  private RandomGraphs() {}

  public static Graph make(Random random, int nodeCount, List<String> types) {
    List<String> known = new ArrayList<>(List.of("x", "y", "w"));
    List<Node> nodes = new ArrayList<>();
    for (int n = 0; n < nodeCount; n++) {
      List<String> inputs = new ArrayList<>();
      int arity = 1 + random.nextInt(3);
      for (int k = 0; k < arity; k++) {
        boolean near = random.nextInt(3) > 0;
        int back = near ? Math.min(known.size(), 4) : known.size();
        boolean absent = k > 0 && random.nextInt(8) == 0;
        inputs.add(absent ? "" : known.get(known.size() - 1 - random.nextInt(back)));
      }
      List<String> outputs = new ArrayList<>();
      for (int k = 0; k <= random.nextInt(4) / 3; k++) {
        outputs.add("v" + n + "_" + k);
      }
      nodes.add(Toys.node(types.get(random.nextInt(types.size())), "n" + n, inputs, outputs));
      known.addAll(outputs);
    }
    Set<String> outputs = new LinkedHashSet<>(List.of(known.getLast()));
    for (int k = 0; k < 3; k++) {
      outputs.add(known.get(random.nextInt(known.size())));
    }
    Map<String, Tensor> constants = new LinkedHashMap<>();
    constants.put("w", Toys.vector(5, -7, 11, 13, 17));
    return new Graph(
        "random",
        List.of(new Value("x", Toys.VECTOR), new Value("y", Toys.VECTOR)),
        outputs.stream().map(Value::of).toList(),
        nodes,
        constants,
        Map.of());
  }

  /** Return the same graph with its nodes in another order. */
  public static Graph shuffled(Graph graph, Random random) {
    List<Node> nodes = new ArrayList<>(graph.nodes());
    Collections.shuffle(nodes, random);
    return graph.withNodes(nodes);
  }
}
