package io.blockquant.cli.run;

import io.blockquant.cli.npy.NpyFit;
import io.blockquant.cli.npy.NpyReader;
import io.blockquant.cli.npy.NpyWriter;
import io.blockquant.cli.options.InputFiles;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.onnx.OnnxTensorFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Read tensors from .npy and .pb files, write them as .npy. */
final class TensorFiles {

  private TensorFiles() {}

  /**
   * Read a tensor.
   *
   * @param declared the type it is to have; null where nothing is known
   */
  static Tensor read(Path file, @Nullable ElementType declared) {
    InputFiles.requireFile(file);
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".pb")) {
      return OnnxTensorFile.read(file);
    }
    if (isNpy(file)) {
      Tensor tensor = NpyReader.read(file);
      return declared == null ? tensor : NpyFit.to(declared, tensor, file.toString());
    }
    throw Diagnostic.error("Cli.TensorFormat", "a tensor MUST be in a file of a known format")
        .at(Place.file(file.toString()))
        .fact("expected", "a name that ends in .npy or .pb")
        .fact("found", file.getFileName())
        .help("save it with numpy.save, or as a TensorProto")
        .asException();
  }

  /** Return {@code true} for a file that numpy wrote, which knows no low-precision types. */
  static boolean isNpy(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".npy");
  }

  /** Writes outputs to one folder, each under a name of its own. */
  static final class Folder {
    private final Path folder;
    private final Set<String> used = new HashSet<>();

    Folder(Path folder) {
      this.folder = folder;
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Write an output and return its file. */
    Path write(String output, Tensor tensor) {
      // A model chooses the names of its outputs; none may leave the folder or hide in it.
      String safe = output.replaceAll("[^A-Za-z0-9_-]", "_");
      String name = safe;
      for (int i = 2; !used.add(name.toLowerCase(Locale.ROOT)); i++) {
        name = safe + "_" + i;
      }
      Path file = folder.resolve(name + ".npy");
      NpyWriter.write(file, tensor);
      return file;
    }
  }
}
