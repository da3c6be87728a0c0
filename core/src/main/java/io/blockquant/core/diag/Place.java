package io.blockquant.core.diag;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Say where a problem lies: file, node and tensor, each as far as it is known.
 *
 * @param file the file name as the user gave it
 * @param node the node, already worded for a person: {@code node 'fc1/quant' (trt::TRT_FP4Quant)}
 * @param tensor the tensor, already worded: {@code input 0 'x'}, {@code initializer 'w'}
 */
public record Place(@Nullable String file, @Nullable String node, @Nullable String tensor) {

  /** The place of a problem that has none. */
  public static final Place NONE = new Place(null, null, null);

  /** Name a file. */
  public static Place file(String file) {
    return new Place(file, null, null);
  }

  /** Name a node by its display text. */
  public static Place node(String node) {
    return new Place(null, node, null);
  }

  /** Name a tensor by its display text. */
  public static Place tensor(String tensor) {
    return new Place(null, null, tensor);
  }

  /** Return this place inside {@code file}; a file that is already named stays. */
  public Place inFile(@Nullable String file) {
    return this.file == null ? new Place(file, node, tensor) : this;
  }

  /** Return this place with its tensor set to {@code tensor}. */
  public Place atTensor(String tensor) {
    return new Place(file, node, tensor);
  }

  /** Return {@code true} when nothing is known of the place. */
  public boolean isNone() {
    return file == null && node == null && tensor == null;
  }

  @Override
  public String toString() {
    List<String> parts = new ArrayList<>(3);
    if (file != null) {
      parts.add(file);
    }
    if (node != null) {
      parts.add(node);
    }
    if (tensor != null) {
      parts.add(tensor);
    }
    return String.join(", ", parts);
  }
}
