package io.blockquant.cli.bench.workload;

import io.blockquant.core.dtype.ElementType;
import java.util.Optional;

/**
 * Name a kernel that is measured and make its workload.
 *
 * @param kernel the operator
 * @param recipe formats, granularity and axis
 * @param type the type on the float side: of x when quantizing, of y when dequantizing
 * @param lastAxis the recipe of the same blocks along the last axis; empty if this is that one
 * @param maker makes the workload
 */
public record KernelCase(
    String kernel, String recipe, ElementType type, Optional<String> lastAxis, Maker maker) {

  /** Makes a workload. */
  @FunctionalInterface
  public interface Maker {
    /** Make the workload of a shape. */
    Workload make(Data data, ElementType type);
  }

  /** Name a kernel whose blocks have no axis, or the last one. */
  public static KernelCase of(String kernel, String recipe, ElementType type, Maker maker) {
    return new KernelCase(kernel, recipe, type, Optional.empty(), maker);
  }

  /** Return this kernel as the twin of another along the second-to-last axis. */
  public KernelCase acrossRows(String twin) {
    return new KernelCase(kernel, recipe, type, Optional.of(twin), maker);
  }

  /** Make the workload. */
  public Workload workload(Data data) {
    return maker.make(data, type);
  }

  /** Return kernel, recipe and type, as filters see them. */
  @Override
  public String toString() {
    return kernel + " " + recipe + " " + type;
  }
}
