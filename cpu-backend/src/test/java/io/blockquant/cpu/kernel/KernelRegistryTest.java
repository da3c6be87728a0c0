package io.blockquant.cpu.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.dtype.ElementType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The registry's choice and what it says about it. */
final class KernelRegistryTest {

  private static final KernelKey FLOATS = KernelKey.of(ElementType.FLOAT, ElementType.FLOAT);
  private static final KernelKey BYTES = KernelKey.of(ElementType.INT8);

  /** A kernel that takes problems, which are sizes, that are multiples of its step. */
  private record Toy(String name, int rank, Set<KernelKey> keys, int step)
      implements Kernel<Integer> {

    @Override
    public Optional<String> declines(Integer size) {
      return size % step == 0 ? Optional.empty() : Optional.of(size + " mod " + step);
    }

    @Override
    public Task bind(Integer size) {
      throw new UnsupportedOperationException("a choice binds nothing");
    }
  }

  private final Toy wide = new Toy("wide", 10, Set.of(FLOATS), 16);
  private final Toy narrow = new Toy("narrow", 20, Set.of(FLOATS), 4);
  private final Toy any = new Toy("any", 100, Set.of(FLOATS, BYTES), 1);
  private final KernelRegistry<Integer> registry = new KernelRegistry<>(List.of(any, narrow, wide));

  @Test
  void theLowestRankThatTakesTheProblemComputesIt() {
    assertEquals(wide, registry.choose(FLOATS, 32).orElseThrow().kernel());
    assertEquals(narrow, registry.choose(FLOATS, 20).orElseThrow().kernel());
    assertEquals(any, registry.choose(FLOATS, 3).orElseThrow().kernel());
    assertEquals(any, registry.choose(BYTES, 32).orElseThrow().kernel());
    assertEquals(List.of(wide, narrow, any), registry.candidates(FLOATS));
  }

  @Test
  void theExplanationSaysWhyTheOthersLost() {
    assertEquals(
        "narrow (not wide: 20 mod 16; not any: rank 100 comes after 20)",
        registry.explain(FLOATS, 20));
    assertEquals("any", registry.explain(BYTES, 1));
  }

  @Test
  void typesThatNobodyIsForAreAnAnswer() {
    KernelKey key = KernelKey.of(ElementType.BOOL);
    assertTrue(registry.choose(key, 1).isEmpty());
    assertEquals("no kernel for <BOOL>", registry.explain(key, 1));
  }

  @Test
  void twoKernelsOfOneRankForTheSameTypesAreAnErrorAtStart() {
    Toy rival = new Toy("rival", 10, Set.of(FLOATS, BYTES), 2);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> new KernelRegistry<>(List.of(wide, rival)));
    assertEquals("wide and rival both have rank 10 for <FLOAT FLOAT>", e.getMessage());
  }
}
