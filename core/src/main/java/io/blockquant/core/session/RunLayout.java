package io.blockquant.core.session;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Value;
import io.blockquant.core.plan.Plan;
import io.blockquant.core.plan.PlannedRegion;
import io.blockquant.core.plan.PlannedValue;
import io.blockquant.core.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hold a plan as arrays: what a run looks up without an allocation. Immutable, package-internal.
 */
final class RunLayout {

  private static final int NONE = -1;

  final List<PlannedRegion> regions;
  final List<PlannedValue> values;
  final int slotCount;
  final String[] outputNames;

  private final int[][] regionInputs;
  private final int[][] regionOutputs;
  private final List<Set<String>> regionDevices;
  private final int[] outputValues;
  private final @Nullable Tensor[] outputConstants;
  private final int[] outputOfValue;

  /**
   * Lay out a plan.
   *
   * @param graph the graph that was planned
   * @param devices per backend of the session, the ids of the devices whose memory it reads
   */
  RunLayout(Graph graph, Plan plan, List<Set<String>> devices) {
    this.regions = plan.regions();
    this.values = plan.values();
    this.slotCount = plan.slotCount();
    this.regionInputs = regions.stream().map(r -> array(r.inputs())).toArray(int[][]::new);
    this.regionOutputs = regions.stream().map(r -> array(r.outputs())).toArray(int[][]::new);
    this.regionDevices = regions.stream().map(r -> devices.get(r.backend())).toList();
    List<String> names = graph.outputs().stream().map(Value::name).toList();
    this.outputNames = names.toArray(String[]::new);
    List<String> valueNames = values.stream().map(PlannedValue::name).toList();
    this.outputValues = names.stream().mapToInt(valueNames::indexOf).toArray();
    this.outputConstants = new @Nullable Tensor[names.size()];
    this.outputOfValue = new int[values.size()];
    Arrays.fill(outputOfValue, NONE);
    for (int output = 0; output < outputValues.length; output++) {
      if (outputValues[output] == NONE) {
        outputConstants[output] = graph.initializer(names.get(output)).orElseThrow();
      } else {
        outputOfValue[outputValues[output]] = output;
      }
    }
  }

  int valueOfInput(int region, int input) {
    return regionInputs[region][input];
  }

  int valueOfOutput(int region, int output) {
    return regionOutputs[region][output];
  }

  int outputCount(int region) {
    return regionOutputs[region].length;
  }

  /** Return whether the backend of a region reads the memory of a device. */
  boolean reads(int region, String device) {
    return regionDevices.get(region).contains(device);
  }

  /** Return the graph output that a value is, or a negative number. */
  int graphOutput(int value) {
    return outputOfValue[value];
  }

  /** Return what a graph output is at the end of a run: a value of the run, or a constant. */
  @Nullable Tensor result(int output, @Nullable Tensor[] tensors) {
    int value = outputValues[output];
    return value == NONE ? outputConstants[output] : tensors[value];
  }

  private static int[] array(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }
}
