package io.blockquant.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import io.blockquant.onnx.proto.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Read every element type from its typed field and from raw data. */
class TypedFieldTest {

  private static final int[] COUNTS = {0, 1, 2, 3, 4, 5, 7, 13};

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STRING")
  void typedAndRawFieldsHoldTheSame(ElementType type) {
    Random random = new Random(type.onnxCode());
    for (int count : COUNTS) {
      byte[] packed = packed(type, count, random);
      Tensor expected = TensorArrays.ofBytes(type, Shape.of(count), packed);
      check(expected, Protos.raw("w", type, packed, count));
      check(expected, typed(type, count, packed));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STRING")
  void oneByteOrEntryLessIsRefused(ElementType type) {
    byte[] packed = packed(type, 13, new Random(1));
    TensorProto.Builder raw =
        Protos.raw("w", type, packed, 13)
            .setRawData(ByteString.copyFrom(packed, 0, packed.length - 1));
    BlockquantException refusal = Protos.refused(Protos.model(25, Protos.addingTo(raw)));
    assertEquals("Onnx.DataLength", refusal.diagnostics().getFirst().code());
    assertTrue(refusal.getMessage().contains("needs " + packed.length + " bytes"));
    assertTrue(refusal.getMessage().contains("has " + (packed.length - 1)));
    TensorProto.Builder claimed = typed(type, 13, packed).clearDims().addDims(29);
    refusal = Protos.refused(Protos.model(25, Protos.addingTo(claimed)));
    assertEquals("Onnx.DataLength", refusal.diagnostics().getFirst().code());
  }

  @Test
  void bytesMayBeStoredSigned() {
    TensorProto.Builder tensor = Protos.tensor("w", ElementType.UINT8.onnxCode(), 2);
    tensor.addInt32Data(-1).addInt32Data(255);
    check(TensorArrays.ofCodes(ElementType.UINT8, Shape.of(2), 255, 255), tensor);
  }

  @Test
  void entriesThatDoNotFitAreRefused() {
    TensorProto.Builder bytes =
        Protos.tensor("w", ElementType.INT8.onnxCode(), 1).addInt32Data(256);
    TensorProto.Builder six =
        Protos.tensor("w", ElementType.FLOAT6E2M3.onnxCode(), 1).addInt32Data(64);
    TensorProto.Builder wide =
        Protos.tensor("w", ElementType.UINT32.onnxCode(), 1).addUint64Data(1L << 32);
    for (TensorProto.Builder tensor : new TensorProto.Builder[] {bytes, six, wide}) {
      BlockquantException refusal = Protos.refused(Protos.model(25, Protos.addingTo(tensor)));
      assertEquals("Onnx.ElementRange", refusal.diagnostics().getFirst().code());
    }
  }

  private static void check(Tensor expected, TensorProto.Builder proto) {
    try (OnnxModel model = Protos.load(Protos.model(25, Protos.addingTo(proto)))) {
      Tensor found = model.graph().initializer("w").orElseThrow();
      assertTrue(found.sameBits(expected), () -> expected + " from " + proto);
    }
  }

  /** Random bytes whose unused last bits are 0, as the typed fields cannot say otherwise. */
  private static byte[] packed(ElementType type, int count, Random random) {
    byte[] packed = new byte[(int) type.byteSize(count)];
    random.nextBytes(packed);
    int used = count * type.bits() % Byte.SIZE;
    if (used != 0) {
      packed[packed.length - 1] &= (byte) ((1 << used) - 1);
    }
    return packed;
  }

  private static TensorProto.Builder typed(ElementType type, int count, byte[] packed) {
    TensorProto.Builder tensor = Protos.tensor("w", type.onnxCode(), count);
    ByteBuffer bytes = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && type.bits() != 6) {
      switch (type) {
        case FLOAT, COMPLEX64 -> tensor.addFloatData(bytes.getFloat());
        case DOUBLE, COMPLEX128 -> tensor.addDoubleData(bytes.getDouble());
        case INT64 -> tensor.addInt64Data(bytes.getLong());
        case UINT64 -> tensor.addUint64Data(bytes.getLong());
        case UINT32 -> tensor.addUint64Data(Integer.toUnsignedLong(bytes.getInt()));
        case INT32 -> tensor.addInt32Data(bytes.getInt());
        case INT16 -> tensor.addInt32Data(bytes.getShort());
        case UINT16, FLOAT16, BFLOAT16 ->
            tensor.addInt32Data(Short.toUnsignedInt(bytes.getShort()));
        case INT8 -> tensor.addInt32Data(bytes.get());
        default -> tensor.addInt32Data(Byte.toUnsignedInt(bytes.get()));
      }
    }
    if (type.bits() == 6) {
      // One element an entry, although raw data packs four into three bytes.
      Tensor codes = TensorArrays.ofBytes(type, Shape.of(count), packed);
      IntStream.of(TensorArrays.toCodes(codes)).forEach(tensor::addInt32Data);
    }
    return tensor;
  }
}
