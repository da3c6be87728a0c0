package io.blockquant.ort.lowering;

import java.util.List;
import java.util.Optional;

/**
 * Give StringNormalizer a locale that every system has: ONNX Runtime's default is {@code en_US},
 * which many containers lack.
 */
final class LocaleLowering implements Lowering {

  private static final String EVERYWHERE = "C.UTF-8";

  @Override
  public Optional<Lowered> lower(Call call) {
    if (call.node().attributes().has("locale")) {
      return Optional.empty();
    }
    return Optional.of(
        new Lowered(
            List.of(
                call.node().withAttributes(call.node().attributes().with("locale", EVERYWHERE))),
            "in the locale " + EVERYWHERE));
  }
}
