package io.blockquant.core.control;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Find types of carried values that hold in every iteration: those of the first, as far as the body
 * gives them back.
 *
 * @param types the types of the carried values
 * @param outputs the types of all outputs of the body
 * @param body the body with inputs of these types
 */
record States(
    List<@Nullable TensorType> types, List<@Nullable TensorType> outputs, BodyGraph body) {

  /** Each round lets go of an extent or a rank; more than that nothing can change. */
  private static final int ROUNDS = 3;

  /**
   * Find them.
   *
   * @param initial the types of the first iteration
   * @param first the place of the first carried value among the body's outputs
   * @param make makes the body for types of the carried values
   */
  static States find(
      List<@Nullable TensorType> initial,
      int first,
      Function<List<@Nullable TensorType>, BodyGraph> make,
      Bodies bodies) {
    List<@Nullable TensorType> types = initial;
    for (int round = 0; ; round++) {
      BodyGraph body = make.apply(types);
      Graph verified = bodies.verify(body.graph());
      List<@Nullable TensorType> outputs = body.outputTypes(verified);
      List<@Nullable TensorType> kept = new ArrayList<>();
      for (int i = 0; i < types.size(); i++) {
        TensorType given = types.get(i);
        TensorType back = first + i < outputs.size() ? outputs.get(first + i) : null;
        boolean last = round == ROUNDS - 1 && given != null;
        kept.add(
            last
                ? TensorType.ofUnknownRank(given.elementType())
                : back == null ? given : Types.common(given, back));
      }
      if (kept.equals(types) || round == ROUNDS) {
        return new States(types, outputs, body);
      }
      types = kept;
    }
  }
}
