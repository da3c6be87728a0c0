package io.blockquant.ort.lowering;

import io.blockquant.core.graph.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Say LSTM, GRU and RNN whose batch comes first ({@code layout = 1}), which ONNX Runtime refuses,
 * by those whose sequence comes first.
 */
final class RecurrentLowering implements Lowering {

  private static final int INITIAL_H = 5;
  private static final int INITIAL_C = 6;

  @Override
  public Optional<Lowered> lower(Call call) {
    if (call.integer("layout").orElse(0) != 1) {
      return Optional.empty();
    }
    Emitter out = new Emitter(call);
    List<String> inputs = new ArrayList<>(call.node().inputs());
    for (int input : List.of(0, INITIAL_H, INITIAL_C)) {
      if (call.node().hasInput(input)) {
        inputs.set(input, out.transpose(inputs.get(input), 1, 0, 2));
      }
    }
    List<String> outputs = new ArrayList<>();
    for (String output : call.node().outputs()) {
      outputs.add(output.isEmpty() ? "" : out.fresh());
    }
    Attributes attributes = call.node().attributes().without("layout");
    out.write(call.node().op().type(), attributes, inputs, outputs);
    for (int i = 0; i < outputs.size(); i++) {
      if (!outputs.get(i).isEmpty()) {
        // Y is [sequence, directions, batch, size], the last states [directions, batch, size].
        Attributes perm = i == 0 ? Emitter.perm(2, 0, 1, 3) : Emitter.perm(1, 0, 2);
        out.output(i, "Transpose", perm, outputs.get(i));
      }
    }
    return Optional.of(out.done("with the sequence first, between transpositions"));
  }
}
