package io.blockquant.cli.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.dtype.Codecs;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STRING")
  void everyTypeComesBackBitForBit(ElementType type) {
    for (Shape shape :
        new Shape[] {Shape.SCALAR, Shape.of(0), Shape.of(1), Shape.of(3, 5), Shape.of(2, 1, 7)}) {
      Tensor tensor = random(type, shape);
      Path file = folder.resolve(type + ".npy");
      NpyWriter.write(file, tensor);
      Tensor back = NpyFit.to(type, NpyReader.read(file), file.toString());
      assertEquals(tensor.type(), back.type());
      assertArrayEquals(TensorArrays.toBytes(tensor), TensorArrays.toBytes(back));
    }
  }

  /** The bytes that numpy 2 writes for {@code np.save(f, np.array([[1, 2], [3, 4]], '<f4'))}. */
  @Test
  void writesWhatNumpyWrites() throws IOException {
    Path file = folder.resolve("x.npy");
    NpyWriter.write(file, Tensor.ofFloats(Shape.of(2, 2), 1, 2, 3, 4));
    byte[] bytes = Files.readAllBytes(file);
    assertEquals(128 + 16, bytes.length);
    assertEquals((byte) 0x93, bytes[0]);
    String header = new String(bytes, 10, 118, StandardCharsets.US_ASCII);
    assertTrue(header.startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2,), }"));
    assertTrue(header.endsWith(" \n"));
  }

  @Test
  void lowPrecisionIsOneCodePerElement() {
    Path file = folder.resolve("x.npy");
    NpyWriter.write(file, TensorArrays.ofCodes(ElementType.FLOAT4E2M1, Shape.of(3), 1, 0xF, 8));
    Tensor codes = NpyReader.read(file);
    assertEquals(ElementType.UINT8, codes.elementType());
    assertArrayEquals(new int[] {1, 0xF, 8}, TensorArrays.toCodes(codes));
  }

  @Test
  void readsBigEndianAndVersion2() throws IOException {
    byte[] text =
        "{'descr': '>i4', 'fortran_order': False, 'shape': (2,), }\n"
            .getBytes(StandardCharsets.US_ASCII);
    byte[] file = new byte[12 + text.length + 8];
    System.arraycopy(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0}, 0, file, 0, 8);
    file[8] = (byte) text.length;
    System.arraycopy(text, 0, file, 12, text.length);
    file[12 + text.length + 3] = 7;
    file[12 + text.length + 4] = (byte) 0xFF;
    Tensor tensor = NpyReader.read(save(file));
    assertArrayEquals(new long[] {7, 0xFF000000}, TensorArrays.toLongs(tensor));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'descr': '<U4', 'fortran_order': False, 'shape': (1,), }",
        "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2), }",
      })
  void refusesWhatIsNoNumberInOrder(String header) throws IOException {
    assertEquals("Cli.NpyType", code(save(version1(header, 16))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }",
        "{'descr': '<f4', 'shape': (1,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296, 9), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
        "no header",
      })
  void refusesBrokenHeaders(String header) throws IOException {
    assertEquals("Cli.NpyHeader", code(save(version1(header, 4))));
  }

  @Test
  void refusesAShapeThatTheFileCannotHoldBeforeItAllocates() throws IOException {
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904,), }";
    assertEquals("Cli.NpySize", code(save(version1(header, 4))));
    String cut = "{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }";
    assertEquals("Cli.NpySize", code(save(version1(cut, 15))));
    assertEquals("Cli.NpySize", code(save(version1(cut, 17))));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 9, 11})
  void refusesEveryCutOffHeader(int length) throws IOException {
    byte[] whole = version1("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", 4);
    assertEquals("Cli.NpyHeader", code(save(Arrays.copyOf(whole, length))));
  }

  @Test
  void fitsOnlyWhatLosesNothing() {
    Tensor third = Tensor.scalar(1 / 3f);
    var error =
        assertThrows(
            BlockquantException.class, () -> NpyFit.to(ElementType.BFLOAT16, third, "f.npy"));
    assertEquals("Cli.InputType", error.diagnostics().getFirst().code());
    Tensor code16 = TensorArrays.ofCodes(ElementType.UINT8, Shape.of(1), 16);
    assertThrows(
        BlockquantException.class, () -> NpyFit.to(ElementType.FLOAT4E2M1, code16, "f.npy"));
    Tensor eight = TensorArrays.ofValues(ElementType.INT8, Shape.of(1), 8);
    assertThrows(BlockquantException.class, () -> NpyFit.to(ElementType.INT4, eight, "f.npy"));
    assertThrows(BlockquantException.class, () -> NpyFit.to(ElementType.FLOAT16, third, "f.npy"));
  }

  /** Random bits; NaN only as the one code that a codec makes, as conversions keep no payload. */
  private static Tensor random(ElementType type, Shape shape) {
    SplittableRandom random = new SplittableRandom(type.onnxCode());
    Tensor tensor = Tensor.allocate(type, shape);
    for (long i = 0; i < tensor.elementCount(); i++) {
      switch (type.kind()) {
        case BOOLEAN -> Elements.setCode(tensor, i, random.nextInt(2));
        case COMPLEX -> tensor.segment().set(Elements.FLOAT, i * type.bits() / 8, (float) i);
        case FLOATING, SIGNED_INTEGER, UNSIGNED_INTEGER, STRING -> {
          if (type.bits() == 64) {
            tensor.segment().set(Elements.LONG, i * 8, random.nextLong());
          } else if (type == ElementType.BFLOAT16) {
            Elements.setCode(tensor, i, Codecs.of(type).encode(random.nextGaussian()));
          } else {
            Elements.setCode(tensor, i, random.nextInt() >>> (32 - type.bits()));
          }
        }
      }
    }
    return tensor;
  }

  private static byte[] version1(String header, int dataBytes) {
    byte[] text = (header + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] file = new byte[10 + text.length + dataBytes];
    System.arraycopy(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}, 0, file, 0, 8);
    file[8] = (byte) text.length;
    System.arraycopy(text, 0, file, 10, text.length);
    return file;
  }

  private Path save(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("given.npy"), bytes);
  }

  private static String code(Path file) {
    return assertThrows(BlockquantException.class, () -> NpyReader.read(file))
        .diagnostics()
        .getFirst()
        .code();
  }
}
