package io.blockquant.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxTensorFileTest {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STRING")
  void whatIsWrittenReadsTheSame(ElementType type) {
    Shape shape = Shape.of(3, 5);
    byte[] bytes = new byte[(int) type.byteSize(15)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 37 + 11);
    }
    Tensor tensor = TensorArrays.ofBytes(type, shape, bytes);
    Path file = folder.resolve("tensor.pb");
    OnnxTensorFile.write(file, "t", tensor);
    OnnxTensorFile.Named read = OnnxTensorFile.readNamed(file);
    assertEquals("t", read.name());
    assertTrue(read.tensor().sameBits(tensor));
  }

  @Test
  void largeTensorsReadTheSame() {
    float[] values = new float[100_003];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 0.37f;
    }
    Tensor tensor = Tensor.ofFloats(Shape.of(values.length), values);
    Path file = folder.resolve("tensor.pb");
    OnnxTensorFile.write(file, tensor);
    assertTrue(OnnxTensorFile.read(file).sameBits(tensor));
  }

  @Test
  void sequencesAreRefusedAsUnsupported() throws IOException {
    // SequenceProto { name: "seq", elem_type: TENSOR, tensor_values: [ { dims: 1 } ] }
    byte[] sequence = {0x0a, 3, 's', 'e', 'q', 0x10, 1, 0x1a, 2, 0x08, 1};
    Path file = folder.resolve("input_0.pb");
    Files.write(file, sequence);
    BlockquantException refusal =
        assertThrows(BlockquantException.class, () -> OnnxTensorFile.read(file));
    assertEquals("Onnx.UnsupportedType", refusal.diagnostics().getFirst().code());
    assertTrue(String.valueOf(refusal.getMessage()).contains("a sequence"));
    assertTrue(String.valueOf(refusal.getMessage()).contains("input_0.pb"));
  }

  @Test
  void missingFilesAreNamed() {
    BlockquantException refusal =
        assertThrows(
            BlockquantException.class, () -> OnnxTensorFile.read(folder.resolve("absent.pb")));
    assertEquals("Onnx.FileNotFound", refusal.diagnostics().getFirst().code());
  }
}
