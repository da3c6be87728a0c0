package io.blockquant.cli.run;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Tensor;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Check what the user gave against what a graph wants, before anything runs. */
final class RunRequest {
  private final Graph graph;
  private final Path model;

  RunRequest(Graph graph, Path model) {
    this.graph = graph;
    this.model = model;
  }

  /** Refuse names that the graph does not have. */
  void checkNames(Set<String> inputs, Set<String> expected) {
    checkKnown("input", inputs, graph.inputs());
    checkKnown("output", expected, graph.outputs());
  }

  /** Return what to tell a user who did not give every input; empty if nothing is missing. */
  String lackOfInputs(Set<String> given) {
    List<Value> missing =
        graph.requiredInputs().stream().filter(input -> !given.contains(input.name())).toList();
    return missing.isEmpty() ? "" : lackOf(missing);
  }

  /** Return the inputs: those of files, and made-up ones for the others if {@code random}. */
  Map<String, Tensor> inputs(Map<String, Path> files, @Nullable RandomInputs random) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Value input : graph.inputs()) {
      Path file = files.get(input.name());
      if (file != null) {
        tensors.put(
            input.name(),
            TensorFiles.read(file, input.type() == null ? null : input.type().elementType()));
      } else if (random != null && !graph.initializers().containsKey(input.name())) {
        tensors.put(input.name(), random.make(input));
      }
    }
    return tensors;
  }

  private void checkKnown(String what, Collection<String> names, List<Value> known) {
    List<String> there = known.stream().map(Value::name).toList();
    for (String name : names) {
      if (!there.contains(name)) {
        throw Diagnostic.error(
                "Cli.Unknown" + (what.equals("input") ? "Input" : "Output"),
                "a name on the command line MUST be one of the graph's")
            .at(Place.file(model.toString()))
            .fact("expected", "one of " + there)
            .fact("found", name)
            .help("use the " + what + " names of the model; 'inspect' lists them")
            .asException();
      }
    }
  }

  private String lackOf(List<Value> missing) {
    String example =
        missing.stream()
            .map(input -> " --input " + quoted(input.name() + "=" + input.name() + ".npy"))
            .collect(Collectors.joining());
    return "this model needs inputs:\n"
        + missing.stream().map(i -> "  " + describe(i) + "\n").collect(Collectors.joining())
        + "give each as .npy or .pb, for example:\n  blockquant run "
        + model
        + example
        + "\nor make them up:\n  blockquant run "
        + model
        + " --random --seed 0\n";
  }

  private static String describe(Value input) {
    return input.name() + ": " + (input.type() == null ? "type unknown" : input.type());
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_=./:-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
