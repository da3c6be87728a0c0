package io.blockquant.onnx;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Say how to load a model. Immutable.
 *
 * @param scaleRounding how FLOAT8E8M0 scales are computed, which a file cannot say (R4)
 * @param externalData the folder that external data must lie in; null: the model's own, and none
 *     for a model in memory
 * @param heapLimit the most bytes that what a file holds beside its weights may take on the heap
 */
public record ImportOptions(
    ScaleRounding scaleRounding, @Nullable Path externalData, long heapLimit) {

  /** Choose how the scale of an MX block follows from its largest magnitude. */
  public enum ScaleRounding {
    /** The smallest power of two that saturates nothing. */
    UP,
    /** The algorithm of the OCP sample: the largest values of a block may saturate. */
    FLOOR;

    /** Return the word that attributes use. */
    public String word() {
      return switch (this) {
        case UP -> "up";
        case FLOOR -> "floor";
      };
    }
  }

  public ImportOptions {
    Objects.requireNonNull(scaleRounding, "scaleRounding");
  }

  /** Return the options that {@link OnnxModel#load(Path)} uses. */
  public static ImportOptions defaults() {
    // Parsing may take half the heap: the graph is built from what was parsed.
    return new ImportOptions(ScaleRounding.UP, null, Runtime.getRuntime().maxMemory() / 2);
  }

  /** Return these options with another rounding of scales. */
  public ImportOptions withScaleRounding(ScaleRounding other) {
    return new ImportOptions(other, externalData, heapLimit);
  }

  /** Return these options with another folder for external data. */
  public ImportOptions withExternalData(Path folder) {
    return new ImportOptions(scaleRounding, folder, heapLimit);
  }

  /** Return these options with another limit on the heap. */
  public ImportOptions withHeapLimit(long bytes) {
    return new ImportOptions(scaleRounding, externalData, bytes);
  }
}
