package io.blockquant.core.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.TensorType;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HintsTest {

  private static final Dim N = Dim.symbol("N");
  private static final Dim K = Dim.symbol("unk__0");

  @Test
  void aHintFillsWhatInferenceLeavesOpenAndNothingElse() {
    Map<String, TensorType> credible =
        Hints.credible(
            Map.of("open", type(K, Dim.of(17)), "known", type(K, Dim.of(4))),
            Map.of("open", type(Dim.UNKNOWN, Dim.UNKNOWN), "known", type(N, Dim.of(4))));
    assertEquals(Map.of("open", type(K, Dim.of(17))), credible);
  }

  @Test
  void oneContradictedExtentDiscreditsAllHints() {
    // The batch of the input was made open after shapes had been inferred for a batch of 1.
    assertEquals(
        Map.of(),
        Hints.credible(
            Map.of("a", type(Dim.of(1), Dim.of(4)), "b", type(Dim.of(1), Dim.of(17))),
            Map.of("a", type(N, Dim.of(4)), "b", type(Dim.UNKNOWN, Dim.UNKNOWN))));
  }

  @Test
  void aSymbolThatWouldHaveTwoMeaningsDiscreditsAllHints() {
    assertEquals(
        Map.of(),
        Hints.credible(
            Map.of("a", type(K), "b", type(K), "c", type(K)),
            Map.of("a", type(Dim.of(3)), "b", type(Dim.of(5)), "c", type(Dim.UNKNOWN))));
  }

  @Test
  void anotherRankDiscreditsAllHints() {
    assertEquals(
        Map.of(),
        Hints.credible(
            Map.of("a", type(K, K), "b", type(K)),
            Map.of("a", type(Dim.UNKNOWN), "b", type(Dim.UNKNOWN))));
  }

  @Test
  void anotherElementTypeIsAPlaceholderAndIsPassedOver() {
    Map<String, TensorType> hints =
        Map.of("a", type(K).withElementType(ElementType.UINT8), "b", type(K));
    assertEquals(
        Map.of("b", type(K)),
        Hints.credible(hints, Map.of("a", type(Dim.UNKNOWN), "b", type(Dim.UNKNOWN))));
  }

  private static TensorType type(Dim... dims) {
    return TensorType.of(ElementType.FLOAT, dims);
  }
}
