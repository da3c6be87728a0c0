package io.blockquant.conformance.connection;

import io.blockquant.conformance.cases.Drill;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ask for the outputs of a graph.
 *
 * <p>Each run is over memory with other contents ({@link #FILLS}) and between guard bytes, so that
 * an element that is never written and a byte that is written outside both show.
 *
 * @param graph one operator as a node, or a model; it may break a constraint, which is for the peer
 *     to refuse
 * @param inputs the inputs of the graph by name, in host memory
 * @param drill how often, and amid what, it runs
 */
public record Request(Graph graph, Map<String, Tensor> inputs, Drill drill) {

  /** What memory is full of before the first and the second run. */
  public static final List<Byte> FILLS = List.of((byte) 0xA5, (byte) 0x5A);

  /** What is around each tensor. */
  public static final byte GUARD = (byte) 0xC3;

  public Request {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
  }

  /** Return what is found of an output that is not the same in every run (R9). */
  public static String differing(String output) {
    return "output '"
        + output
        + "' differs in a second run: it depends on earlier calls, or some of it is never written";
  }
}
