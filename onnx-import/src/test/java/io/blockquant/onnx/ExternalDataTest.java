package io.blockquant.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.tensor.TensorArrays;
import io.blockquant.onnx.proto.AttributeProto;
import io.blockquant.onnx.proto.GraphProto;
import io.blockquant.onnx.proto.ModelProto;
import io.blockquant.onnx.proto.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** External data: what is found, and what is never opened. */
class ExternalDataTest {

  @TempDir Path outside;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(outside.resolve("model"));
    byte[] data = new byte[64];
    ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putFloat(16, 1f).putFloat(28, 4f);
    Files.write(folder.resolve("w.bin"), data);
    Files.write(outside.resolve("secret.bin"), data);
  }

  @Test
  void dataIsReadAtItsOffset() throws IOException {
    try (OnnxModel model = OnnxModel.load(save(w("w.bin", "offset", "16", "length", "16")))) {
      assertArrayEquals(
          new float[] {1f, 0f, 0f, 4f},
          TensorArrays.toFloats(model.graph().initializer("w").orElseThrow()));
    }
  }

  @Test
  void offsetAndLengthMayBeAbsent() throws IOException {
    try (OnnxModel model = OnnxModel.load(save(w("w.bin")))) {
      assertEquals(16, model.graph().initializer("w").orElseThrow().byteSize());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "../secret.bin, leaves the model folder",
    "sub/../../secret.bin, leaves the model folder",
    "/etc/passwd, leaves the model folder",
    "'', leaves the model folder",
    "..\\secret.bin, leaves the model folder",
    "link.bin, leaves the model folder",
    "linked/secret.bin, leaves the model folder",
    "absent.bin, not found in the model folder",
    "., regular file",
    "sub, regular file",
  })
  void nothingElseIsOpened(String location, String expected) throws IOException {
    Files.createSymbolicLink(folder.resolve("link.bin"), outside.resolve("secret.bin"));
    Files.createSymbolicLink(folder.resolve("linked"), outside);
    Files.createDirectory(folder.resolve("sub"));
    refused(w(location), expected);
  }

  @ParameterizedTest
  @CsvSource({
    "-8, 16, is negative",
    "0, -1, is negative",
    "0x10, 16, '''0x10'''",
    "1.5, 16, '''1.5'''",
    "99999999999999999999, 16, '''99999999999999999999'''",
    "56, 16, file size",
    "9223372036854775807, 16, file size",
    "0, 15, needs 16 bytes",
  })
  void rangesMustFit(String offset, String length, String expected) throws IOException {
    refused(w("w.bin", "offset", offset, "length", length), expected);
  }

  @Test
  void aLinkInsideTheFolderIsFollowed() throws IOException {
    Files.createSymbolicLink(folder.resolve("alias.bin"), folder.resolve("w.bin"));
    try (OnnxModel model = OnnxModel.load(save(w("alias.bin")))) {
      assertEquals(16, model.graph().initializer("w").orElseThrow().byteSize());
    }
  }

  @Test
  void aKeyMayNotOccurTwice() throws IOException {
    refused(w("w.bin", "location", "../secret.bin"), "key");
  }

  @Test
  void constantsAndSubgraphsAreCheckedTheSame() throws IOException {
    TensorProto.Builder escaping =
        Protos.external(Protos.tensor("w", 1, 4), "location", "../secret.bin");
    AttributeProto value =
        AttributeProto.newBuilder().setName("value").setType(4).setT(escaping).build();
    GraphProto.Builder constant =
        Protos.graph().addNode(Protos.node("Constant", "c", List.of(), "y").addAttribute(value));
    GraphProto.Builder body = GraphProto.newBuilder().setName("body").addInitializer(escaping);
    GraphProto.Builder branch =
        Protos.graph()
            .addNode(
                Protos.node("If", "branch", List.of("x"), "y")
                    .addAttribute(Protos.body("then_branch", body)));
    for (GraphProto.Builder graph : List.of(constant, branch)) {
      Path file = folder.resolve("model.onnx");
      Files.write(file, Protos.model(25, graph).build().toByteArray());
      BlockquantException refusal =
          assertThrows(BlockquantException.class, () -> OnnxModel.load(file));
      assertEquals("Onnx.ExternalData", refusal.diagnostics().getFirst().code());
    }
  }

  @Test
  void aModelInMemoryHasNoFolder() {
    ModelProto.Builder model = Protos.model(25, Protos.addingTo(w("w.bin")));
    assertEquals("Onnx.ExternalData", Protos.refused(model).diagnostics().getFirst().code());
    ImportOptions options = ImportOptions.defaults().withExternalData(folder);
    OnnxModel.load(model.build().toByteArray(), options).close();
  }

  private static TensorProto.Builder w(String location, String... more) {
    return Protos.external(Protos.external(Protos.tensor("w", 1, 4), "location", location), more);
  }

  private Path save(TensorProto.Builder w) throws IOException {
    Path file = folder.resolve("model.onnx");
    Files.write(file, Protos.model(25, Protos.addingTo(w)).build().toByteArray());
    return file;
  }

  private void refused(TensorProto.Builder w, String expected) throws IOException {
    Path file = save(w);
    BlockquantException refusal =
        assertThrows(BlockquantException.class, () -> OnnxModel.load(file));
    assertEquals("Onnx.ExternalData", refusal.diagnostics().getFirst().code());
    assertTrue(refusal.getMessage().contains(expected), refusal::getMessage);
    assertTrue(refusal.getMessage().contains("initializer 'w'"), refusal::getMessage);
  }
}
