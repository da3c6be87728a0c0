package io.blockquant.core.control;

import io.blockquant.core.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Hold a compiled body with the names of what it takes and gives. */
record OpenBody(BodyGraph shape, Bodies.Body body) implements AutoCloseable {

  static OpenBody of(BodyGraph shape, Bodies bodies) {
    return new OpenBody(shape, bodies.open(shape.graph()));
  }

  /**
   * Run the body.
   *
   * @param inputs its own inputs, in order
   * @param outer the values around it by name
   */
  List<Tensor> run(List<Tensor> inputs, Map<String, Tensor> outer) {
    Map<String, Tensor> given = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      given.put(shape.inputs().get(i), inputs.get(i));
    }
    for (String name : shape.outer()) {
      given.put(name, Objects.requireNonNull(outer.get(name)));
    }
    Map<String, Tensor> results = body.run(given);
    return shape.outputs().stream().map(name -> Objects.requireNonNull(results.get(name))).toList();
  }

  String summary() {
    return body.summary();
  }

  @Override
  public void close() {
    body.close();
  }
}
