package io.blockquant.core.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.dtype.ElementType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTensorsTest {

  @Test
  void textOfAnyLengthGoesThereAndBack() {
    List<String> values = List.of("", "größer", "a\0b", "\uD83D\uDE00", "", "x");
    Tensor tensor = TextTensors.of(Shape.of(2, 3), values);
    assertEquals(ElementType.STRING, tensor.elementType());
    assertEquals(values, TextTensors.toStrings(tensor));
    assertEquals(values, TextTensors.toStrings(tensor.copy(Arena.ofAuto())));
  }

  @Test
  void equalTextHasEqualBits() {
    assertTrue(
        TextTensors.of(Shape.of(2), "ab", "c").sameBits(TextTensors.of(Shape.of(2), "ab", "c")));
    assertFalse(
        TextTensors.of(Shape.of(2), "ab", "c").sameBits(TextTensors.of(Shape.of(2), "a", "bc")));
  }

  @Test
  void nothingAndScalarsAreTensorsToo() {
    assertEquals(List.of(), TextTensors.toStrings(TextTensors.of(Shape.of(0, 3))));
    assertEquals(List.of("one"), TextTensors.toStrings(TextTensors.of(Shape.SCALAR, "one")));
  }

  @Test
  void memoryThatIsNoTextIsRefused() {
    MemorySegment zeros = Arena.ofAuto().allocate(16);
    assertEquals(1, Tensor.of(ElementType.STRING, Shape.of(1), zeros).elementCount());
    zeros.set(Elements.LONG, 8, 5);
    assertThrows(
        IllegalArgumentException.class, () -> Tensor.of(ElementType.STRING, Shape.of(1), zeros));
    assertThrows(
        IllegalArgumentException.class, () -> Tensor.of(ElementType.STRING, Shape.of(2), zeros));
    assertThrows(IllegalArgumentException.class, () -> TextTensors.of(Shape.of(2), "one"));
  }
}
