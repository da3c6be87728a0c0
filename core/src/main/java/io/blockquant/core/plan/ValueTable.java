package io.blockquant.core.plan;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Value;
import io.blockquant.core.plan.BufferPlan.Lifetime;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Number the values that cross regions and give those in between a slot. */
record ValueTable(List<PlannedValue> values, Map<String, Integer> indexes, int slotCount) {

  static ValueTable of(Graph graph, List<Graph> regions) {
    Map<String, Integer> lastRead = new HashMap<>();
    Set<String> leaving = new HashSet<>();
    for (int region = 0; region < regions.size(); region++) {
      for (Value input : regions.get(region).inputs()) {
        lastRead.put(input.name(), region);
      }
    }
    graph.outputs().forEach(output -> leaving.add(output.name()));

    List<String> between = new ArrayList<>();
    List<Lifetime> lifetimes = new ArrayList<>();
    for (int region = 0; region < regions.size(); region++) {
      for (Value output : regions.get(region).outputs()) {
        if (!leaving.contains(output.name())) {
          between.add(output.name());
          int last = lastRead.getOrDefault(output.name(), region);
          lifetimes.add(new Lifetime(region, last, bytes(output)));
        }
      }
    }
    BufferPlan buffers = BufferPlan.of(lifetimes);
    Map<String, Integer> slots = new HashMap<>();
    for (int i = 0; i < between.size(); i++) {
      slots.put(between.get(i), buffers.slots().get(i));
    }
    return number(graph, regions, slots, buffers.count());
  }

  private static ValueTable number(
      Graph graph, List<Graph> regions, Map<String, Integer> slots, int slotCount) {
    List<PlannedValue> values = new ArrayList<>();
    Map<String, Integer> indexes = new HashMap<>();
    List<Value> all = new ArrayList<>(graph.inputs());
    regions.forEach(region -> all.addAll(region.outputs()));
    for (Value value : all) {
      indexes.put(value.name(), values.size());
      int slot = slots.getOrDefault(value.name(), PlannedValue.NO_SLOT);
      TensorType type = graph.type(value.name()).orElse(null);
      values.add(new PlannedValue(value.name(), type, slot));
    }
    return new ValueTable(values, indexes, slotCount);
  }

  List<Integer> indexes(List<Value> of) {
    return of.stream().map(value -> Objects.requireNonNull(indexes.get(value.name()))).toList();
  }

  private static long bytes(Value value) {
    TensorType type = value.type();
    if (type == null || type.elementType().bits() == 0) {
      return 0;
    }
    long count = type.shape().map(Shape::elementCount).orElse(0L);
    return type.elementType().byteSize(count);
  }
}
