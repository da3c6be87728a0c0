package io.blockquant.core.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blockquant.core.dtype.ElementType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ElementsTest {

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "U?INT\\d+")
  void integersOfEveryWidthKeepTheirExtremes(ElementType type) {
    Tensor tensor = Tensor.allocate(type, Shape.of(5));
    for (long extreme : new long[] {type.minInteger(), type.maxInteger()}) {
      for (int i = 0; i < 5; i++) {
        Elements.setInteger(tensor, i, extreme);
        assertEquals(extreme, Elements.integer(tensor, i), type + " element " + i);
      }
      Elements.setInteger(tensor, 2, 1);
      assertEquals(1, Elements.integer(tensor, 2));
      assertEquals(extreme, Elements.integer(tensor, 1));
      assertEquals(extreme, Elements.integer(tensor, 3));
    }
  }
}
