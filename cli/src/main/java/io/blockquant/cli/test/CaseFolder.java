package io.blockquant.cli.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Hold the files of one case in the layout of ONNX's backend tests.
 *
 * @param name the folder relative to the one that was searched, with {@code /} between its parts
 * @param folder the folder
 * @param dataSets its data sets, in the order of their numbers
 */
record CaseFolder(String name, Path folder, List<DataSet> dataSets) {

  private static final String MODEL = "model.onnx";
  private static final String DATA_SET = "test_data_set_";

  /**
   * Hold the files of one data set.
   *
   * @param name {@code test_data_set_0}
   * @param inputs {@code input_K.pb}, K from 0 on
   * @param outputs {@code output_K.pb}, K from 0 on
   */
  record DataSet(String name, List<Path> inputs, List<Path> outputs) {}

  CaseFolder {
    dataSets = List.copyOf(dataSets);
  }

  Path model() {
    return folder.resolve(MODEL);
  }

  /** Return every case below {@code root}, by name. */
  static List<CaseFolder> find(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.endsWith(MODEL) && Files.isRegularFile(file))
          .map(file -> read(root, Objects.requireNonNull(file.getParent())))
          .sorted((a, b) -> a.name().compareTo(b.name()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CaseFolder read(Path root, Path folder) {
    String name = root.relativize(folder).toString().replace('\\', '/');
    // A folder that is a case itself has no path below itself.
    Path self = root.toAbsolutePath().normalize().getFileName();
    String shown = name.isEmpty() ? String.valueOf(self) : name;
    List<DataSet> sets = new ArrayList<>();
    for (Path set : numbered(folder, DATA_SET, "")) {
      sets.add(
          new DataSet(
              set.getFileName().toString(),
              numbered(set, "input_", ".pb"),
              numbered(set, "output_", ".pb")));
    }
    return new CaseFolder(shown, folder, sets);
  }

  /** Return {@code prefix0suffix}, {@code prefix1suffix} and so on, by their numbers. */
  private static List<Path> numbered(Path folder, String prefix, String suffix) {
    List<Path> found = new ArrayList<>();
    for (int i = 0; Files.exists(folder.resolve(prefix + i + suffix)); i++) {
      found.add(folder.resolve(prefix + i + suffix));
    }
    return found;
  }
}
