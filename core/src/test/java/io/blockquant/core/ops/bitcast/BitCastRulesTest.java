package io.blockquant.core.ops.bitcast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.CallBuilder;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import org.junit.jupiter.api.Test;

/** K3. */
class BitCastRulesTest {

  @Test
  void k3_nanPayloadsAndEverySignSurvive() {
    int[] codes = {0x7FC00001, 0x80000000, 0xFF800000, 1};
    Tensor x = TensorArrays.ofCodes(ElementType.FLOAT, Shape.of(4), codes);
    Tensor y = run(x, ElementType.UINT32);
    assertEquals(ElementType.UINT32, y.elementType());
    assertArrayEquals(codes, TensorArrays.toCodes(y));
  }

  @Test
  void k3_packedCodesStayWhereTheyAre() {
    Tensor x = TensorArrays.ofCodes(ElementType.FLOAT4E2M1, Shape.of(3), 0x8, 0x7, 0xF);
    Tensor y = run(x, ElementType.INT4);
    assertArrayEquals(new long[] {-8, 7, -1}, TensorArrays.toLongs(y));
    assertArrayEquals(TensorArrays.toBytes(x), TensorArrays.toBytes(y));
  }

  private static Tensor run(Tensor x, ElementType to) {
    return CallBuilder.of(BitCast.DEFINITION).with("to", to.onnxCode()).input(x).evaluate().get(0);
  }
}
