package io.blockquant.core.plan;

import java.util.List;

/**
 * Hold a graph cut into compiled regions, and where the values between them lie.
 *
 * <p>Thread-safe until it is closed, which closes the executables.
 */
public final class Plan implements AutoCloseable {

  private final List<PlannedRegion> regions;
  private final List<PlannedValue> values;
  private final int slotCount;
  private final Explanation explanation;
  private final Resources executables;

  Plan(
      List<PlannedRegion> regions,
      List<PlannedValue> values,
      int slotCount,
      Explanation explanation,
      Resources executables) {
    this.regions = List.copyOf(regions);
    this.values = List.copyOf(values);
    this.slotCount = slotCount;
    this.explanation = explanation;
    this.executables = executables;
  }

  /** Return the regions, in the order in which they run. */
  public List<PlannedRegion> regions() {
    return regions;
  }

  /** Return the values that cross regions; the inputs of the graph come first, in their order. */
  public List<PlannedValue> values() {
    return values;
  }

  /** Return how many buffers hold the values between regions. */
  public int slotCount() {
    return slotCount;
  }

  /** Return what runs each node, and why. */
  public Explanation explanation() {
    return explanation;
  }

  @Override
  public void close() {
    executables.close();
  }
}
