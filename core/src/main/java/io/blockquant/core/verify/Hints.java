package io.blockquant.core.verify;

import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Judge what a source says of the types of values by what was inferred.
 *
 * <p>Files that were edited after their shapes had been inferred (another batch size, other names
 * of extents) say what was true once. One contradiction is enough to believe nothing of it.
 */
final class Hints {

  private final Map<String, Dim> meanings = new HashMap<>();
  private boolean contradicted;

  private Hints() {}

  /**
   * Return what the hints add to the inferred types: a merged type for each value of which they say
   * more; nothing at all where one of them contradicts.
   */
  static Map<String, TensorType> credible(
      Map<String, TensorType> hints, Map<String, TensorType> inferred) {
    Hints judge = new Hints();
    Map<String, TensorType> merged = new LinkedHashMap<>();
    hints.forEach((name, hint) -> {
      TensorType known = inferred.get(name);
      if (known == null) {
        merged.put(name, hint);
      } else if (known.elementType() == hint.elementType() && hint.hasRank()) {
        // Another element type is a placeholder of the exporter, or an operand that was promoted.
        TensorType more = judge.merge(known, hint);
        if (!more.equals(known)) {
          merged.put(name, more);
        }
      }
    });
    return judge.contradicted ? Map.of() : merged;
  }

  private TensorType merge(TensorType known, TensorType hint) {
    if (!known.hasRank()) {
      return hint;
    }
    if (known.rank() != hint.rank()) {
      contradicted = true;
      return known;
    }
    List<Dim> dims = new ArrayList<>();
    for (int axis = 0; axis < known.rank(); axis++) {
      dims.add(merge(known.knownDims().get(axis), hint.knownDims().get(axis)));
    }
    return new TensorType(known.elementType(), dims);
  }

  private Dim merge(Dim known, Dim hint) {
    if (known instanceof Dim.Unknown) {
      return hint;
    }
    switch (hint) {
      case Dim.Fixed _ -> contradicted |= !known.equals(hint);
      case Dim.Symbol symbol -> {
        Dim before = meanings.putIfAbsent(symbol.name(), known);
        contradicted |= before != null && !before.equals(known);
      }
      case Dim.Unknown _ -> {} // It says nothing.
    }
    return known;
  }
}
