package io.blockquant.cli.verbs;

import io.blockquant.cli.npy.NpyWriter;
import io.blockquant.conformance.cases.documented.Nvfp4Example;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.onnx.OnnxTensorFile;
import io.blockquant.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The first documented example as files: model, input, expected outputs. */
final class ExampleFiles {
  private final Path folder;

  ExampleFiles(Path folder) {
    this.folder = folder;
  }

  /** Write a model that returns one value of the example. */
  Path model(String output) {
    Path file = folder.resolve(output + ".onnx");
    OnnxWriter.write(Nvfp4Example.graph(output), file);
    return file;
  }

  /** Write the input as .npy. */
  Path input() {
    return npy("input.npy", Nvfp4Example.inputs().get("input"));
  }

  Path npy(String name, Tensor tensor) {
    Path file = folder.resolve(name);
    NpyWriter.write(file, tensor);
    return file;
  }

  /** Write the input as a tensor of a backend test. */
  Path pb(String name, Tensor tensor) {
    Path file = folder.resolve(name);
    OnnxTensorFile.write(file, tensor);
    return file;
  }

  /** Write a backend-test folder of the dequantized example. */
  Path testCase(String name, Tensor expected) throws IOException {
    Path data = Files.createDirectories(folder.resolve(name).resolve("test_data_set_0"));
    OnnxWriter.write(
        Nvfp4Example.graph(Nvfp4Example.VALUES), folder.resolve(name).resolve("model.onnx"));
    OnnxTensorFile.write(data.resolve("input_0.pb"), Nvfp4Example.inputs().get("input"));
    OnnxTensorFile.write(data.resolve("output_0.pb"), expected);
    return folder.resolve(name);
  }
}
