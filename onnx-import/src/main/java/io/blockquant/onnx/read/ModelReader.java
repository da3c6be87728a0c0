package io.blockquant.onnx.read;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.onnx.ops.OperatorImport;
import io.blockquant.onnx.precision.LowPrecisionCasts;
import io.blockquant.onnx.precision.MixedPrecision;
import io.blockquant.onnx.proto.ModelProto;
import io.blockquant.onnx.report.Problems;
import io.blockquant.onnx.sequence.SequenceIslands;
import io.blockquant.onnx.tensor.TensorReader;
import java.util.List;
import java.util.Map;

/** Read a ModelProto: the graph, and what the file says about itself. */
public final class ModelReader {

  /** The IR version that the messages of this module are written after. */
  private static final int NEWEST_IR_VERSION = 14;

  private final TensorReader tensors;
  private final String scaleRounding;

  /**
   * Read models.
   *
   * @param scaleRounding {@code up} or {@code floor}, for recipes with FLOAT8E8M0 scales (R4)
   */
  public ModelReader(TensorReader tensors, String scaleRounding) {
    this.tensors = tensors;
    this.scaleRounding = scaleRounding;
  }

  /**
   * What was read.
   *
   * @param graph the graph, its nodes sorted
   * @param warnings what the file does that it should not
   * @param opsets the declared version of each domain
   * @param irVersion the declared IR version, 0 if there is none
   * @param producer the program that wrote the file
   */
  public record Result(
      Graph graph,
      List<Diagnostic> warnings,
      Map<String, Integer> opsets,
      long irVersion,
      String producer) {}

  /**
   * Read a model.
   *
   * @throws io.blockquant.core.diag.BlockquantException with every problem of the model
   */
  public Result read(ModelProto proto, String source) {
    if (!proto.hasGraph()) {
      throw Diagnostic.error("Onnx.NotOnnx", "an ONNX file MUST hold a graph")
          .at(Place.file(source))
          .fact("found", "no graph: not an ONNX file (no valid ModelProto)")
          .help("check that the path names a model")
          .asException();
    }
    Problems problems = new Problems(source);
    Opsets opsets = new Opsets(proto.getOpsetImportList(), problems);
    Map<String, Integer> declared = Map.copyOf(opsets.asMap());
    GraphReader graphs =
        new GraphReader(opsets, tensors, problems, new Functions(proto.getFunctionsList()));
    Graph written = graphs.read(proto.getGraph());
    new ValueNames(problems).check(written);
    checkIrVersion(proto.getIrVersion(), written, problems);
    if (proto.getTrainingInfoCount() > 0) {
      problems.warning(
          "",
          Diagnostic.warning("Onnx.TrainingInfo", "a model SHOULD be exported for inference")
              .fact("training_info", proto.getTrainingInfoCount() + " graphs")
              .help("nothing to do: the training graphs were left out"));
    }
    Graph imported = OperatorImport.apply(written, problems, scaleRounding);
    // Types are followed only through a graph whose structure holds.
    problems.throwIfAny();
    Graph promoted = MixedPrecision.promote(imported, opsets.asMap(), problems);
    Graph cast = LowPrecisionCasts.translate(promoted);
    Graph graph = NodeOrder.sort(SequenceIslands.gather(cast), problems);
    return new Result(graph, problems.warnings(), declared, proto.getIrVersion(), producer(proto));
  }

  private static String producer(ModelProto proto) {
    return (proto.getProducerName() + " " + proto.getProducerVersion()).strip();
  }

  private static void checkIrVersion(long version, Graph graph, Problems problems) {
    if (version < 1 || version > NEWEST_IR_VERSION) {
      problems.warning(
          "",
          Diagnostic.warning("Onnx.IrVersion", "the IR version SHOULD be one that is known here")
              .fact("declared", version)
              .fact("newest known", NEWEST_IR_VERSION)
              .help("check the result: what is new in the file may have been skipped"));
      return;
    }
    for (Map.Entry<String, Tensor> entry : graph.initializers().entrySet()) {
      ElementType type = entry.getValue().elementType();
      if (version < since(type)) {
        problems.warning(
            type.name(),
            Diagnostic.warning("Onnx.NewerType", "a type SHOULD belong to the declared IR version")
                .at(Place.tensor("initializer '" + entry.getKey() + "'"))
                .fact("type", type)
                .fact("IR version declared", version)
                .fact("IR version needed", since(type))
                .help("nothing to do: it is read as in IR version " + since(type)));
      }
    }
  }

  /** Return the first IR version that has a type. */
  private static int since(ElementType type) {
    return switch (type) {
      case FLOAT6E2M3, FLOAT6E3M2 -> 14;
      case INT2, UINT2 -> 13;
      case FLOAT8E8M0 -> 12;
      case FLOAT4E2M1 -> 11;
      case INT4, UINT4 -> 10;
      case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ -> 9;
      case BFLOAT16 -> 4;
      default -> 1;
    };
  }
}
