package io.blockquant.core.session;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Word everything that is wrong with what a run is given. */
final class RunInputErrors {

  /** Where a symbol got its extent. */
  private record Binding(long extent, String place) {}

  private final List<Diagnostic> errors = new ArrayList<>();
  private final Map<String, Binding> bindings = new HashMap<>();

  private RunInputErrors() {}

  static BlockquantException of(
      List<Value> inputs, @Nullable Tensor[] defaults, Map<String, Tensor> given) {
    RunInputErrors all = new RunInputErrors();
    for (int i = 0; i < inputs.size(); i++) {
      Value input = inputs.get(i);
      Tensor tensor = given.get(input.name());
      if (tensor != null) {
        all.check(input, tensor);
      } else if (defaults[i] != null) {
        all.bind(input, defaults[i]);
      } else {
        all.missing(input, given);
      }
    }
    List<String> names = inputs.stream().map(Value::name).toList();
    given.keySet().stream()
        .filter(name -> !names.contains(name))
        .sorted()
        .forEach(name -> all.unknown(name, inputs));
    return new BlockquantException(all.errors);
  }

  private void missing(Value input, Map<String, Tensor> given) {
    errors.add(
        Diagnostic.error("Session.MissingInput", "a run MUST be given every required input")
            .at(place(input))
            .fact("expected", input)
            .fact("given", given.keySet().stream().sorted().toList())
            .help("add a tensor under the name '" + input.name() + "'")
            .build());
  }

  private void unknown(String name, List<Value> inputs) {
    errors.add(
        Diagnostic.error("Session.UnknownInput", "a run MUST be given inputs of the graph only")
            .at(Place.tensor("input '" + name + "'"))
            .fact("found", "'" + name + "'")
            .fact("expected", inputs)
            .help("use one of the expected names")
            .build());
  }

  private void check(Value input, Tensor tensor) {
    TensorType type = input.type();
    if (type == null) {
      return;
    }
    if (type.elementType() != tensor.elementType()) {
      errors.add(
          Diagnostic.error("Session.InputType", "an input MUST have the element type of the graph")
              .at(place(input))
              .fact("expected", type)
              .fact("found", tensor)
              .help("convert the tensor to " + type.elementType())
              .build());
    } else if (!type.accepts(tensor.elementType(), tensor.shape())) {
      errors.add(
          Diagnostic.error("Session.InputShape", "an input MUST have the extents of the graph")
              .at(place(input))
              .fact("expected", type)
              .fact("found", tensor)
              .help("give '" + input.name() + "' a shape that fits " + type)
              .build());
    } else {
      bind(input, tensor);
    }
  }

  private void bind(Value input, Tensor tensor) {
    TensorType type = input.type();
    if (type == null || !type.hasRank() || type.rank() != tensor.shape().rank()) {
      return;
    }
    for (int axis = 0; axis < type.rank(); axis++) {
      if (type.knownDims().get(axis) instanceof Dim.Symbol symbol) {
        String place = "axis " + axis + " of '" + input.name() + "'";
        Binding here = new Binding(tensor.shape().dim(axis), place);
        Binding first = bindings.putIfAbsent(symbol.name(), here);
        if (first != null && first.extent() != here.extent()) {
          inconsistent(input, symbol.name(), first, here);
        }
      }
    }
  }

  private void inconsistent(Value input, String symbol, Binding first, Binding here) {
    errors.add(
        Diagnostic.error("Session.Symbol", "a symbol MUST have one extent in a run")
            .at(place(input))
            .fact("symbol", symbol)
            .fact(first.place(), first.extent())
            .fact(here.place(), here.extent())
            .help("give both the same extent")
            .build());
  }

  private static Place place(Value input) {
    return Place.tensor("input '" + input.name() + "'");
  }
}
