package io.blockquant.core.spi;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import java.util.Optional;

/**
 * Run graphs, or parts of them, on one kind of device.
 *
 * <p>Thread-safe. Closing it closes nothing that it compiled: whoever compiled an {@link
 * Executable} closes that first.
 */
public interface Backend extends AutoCloseable {

  /** Return the id of its provider. */
  String id();

  /**
   * Say whether this backend runs a node; never throws.
   *
   * @param graph the graph around the node, with the types of all values
   */
  Support supports(Graph graph, Node node);

  /**
   * Compile a region: a graph all of whose nodes {@link #supports} has accepted, whose inputs and
   * initializers have known types. The tensors of the initializers stay valid as long as the
   * executable does.
   *
   * @throws io.blockquant.core.diag.BlockquantException if the region cannot be compiled after all
   */
  Executable compile(Graph region);

  /**
   * Compile a graph that runs on this backend as a whole: while it runs nobody else of its session
   * computes, so that its threads may wait for work in ways that keep others from the processors.
   *
   * @throws io.blockquant.core.diag.BlockquantException as {@link #compile}
   */
  default Executable compileAlone(Graph graph) {
    return compile(graph);
  }

  /** Return what this backend can tell of the types of nodes that core does not know. */
  default Optional<TypeOracle> typeOracle() {
    return Optional.empty();
  }

  /**
   * Return what allocates tensors on a device that this backend runs on, empty for all others. It
   * is asked for devices that the provider lists.
   *
   * @param deviceId as {@code devices} lists it: {@code cuda:0}
   */
  default Optional<DeviceAllocator> allocator(String deviceId) {
    return Optional.empty();
  }

  @Override
  void close();
}
