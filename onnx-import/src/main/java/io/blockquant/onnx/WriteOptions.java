package io.blockquant.onnx;

import java.util.Map;

/**
 * Say how to write a graph. Immutable.
 *
 * @param irVersion the IR version; 0: the oldest from 10 on that has the types of the initializers
 * @param opsets versions of domains ({@code ai.onnx} for the standard one); a domain that is absent
 *     gets the newest version that a node of the graph carries, and {@code ai.onnx} without any
 *     gets {@link #NEWEST_OPSET}
 * @param initializersAsInputs write constants as inputs that the caller gives, without their bytes
 * @param externalFrom the number of bytes from which an initializer goes into a file of its own
 *     beside the model, or is only referred to; ignored where the model is written in one piece
 */
public record WriteOptions(
    int irVersion, Map<String, Integer> opsets, boolean initializersAsInputs, long externalFrom) {

  /** The opset of a graph that has no standard node which would say one. */
  public static final int NEWEST_OPSET = 25;

  /** Never: weights stay in the model until it would pass what protobuf can hold. */
  public static final long NO_EXTERNAL_DATA = Long.MAX_VALUE;

  public WriteOptions {
    opsets = Map.copyOf(opsets);
  }

  /** Return the options that {@link OnnxWriter} uses. */
  public static WriteOptions defaults() {
    return new WriteOptions(0, Map.of(), false, NO_EXTERNAL_DATA);
  }

  /** Return these options with another IR version. */
  public WriteOptions withIrVersion(int version) {
    return new WriteOptions(version, opsets, initializersAsInputs, externalFrom);
  }

  /** Return these options with other versions of domains. */
  public WriteOptions withOpsets(Map<String, Integer> versions) {
    return new WriteOptions(irVersion, versions, initializersAsInputs, externalFrom);
  }

  /** Return these options with constants written as inputs, or not. */
  public WriteOptions withInitializersAsInputs(boolean asInputs) {
    return new WriteOptions(irVersion, opsets, asInputs, externalFrom);
  }

  /** Return these options with external data from another size on. */
  public WriteOptions withExternalFrom(long bytes) {
    return new WriteOptions(irVersion, opsets, initializersAsInputs, bytes);
  }
}
