package io.blockquant.benchmarks.ort;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.NodeSpec;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Build networks of standard operators in FLOAT, as exporters write them, with made-up weights that
 * a seed decides. Input {@code x}, output {@code y}.
 */
enum Networks {
  /** Two layers on one row: about ten microseconds, nearly all of it the cost of a call. */
  MLP_SMALL("mlp 1x256, 2 layers") {
    @Override
    Graph graph() {
      return new Layers(name()).mlp(1, 256, 2);
    }
  },
  /** Three layers on 128 rows: a millisecond and more in few large nodes. */
  MLP_MEDIUM("mlp 128x256, 3 layers") {
    @Override
    Graph graph() {
      return new Layers(name()).mlp(128, 256, 3);
    }
  },
  /** Two transformer layers on few tokens: below a millisecond, many small nodes. */
  TRANSFORMER_SMALL("transformer 17x64, 2 layers") {
    @Override
    Graph graph() {
      return new Layers(name()).transformer(17, 64, 4, 2);
    }
  },
  /** Four transformer layers of a ViT-Tiny: several milliseconds. */
  TRANSFORMER("transformer 197x192, 4 layers") {
    @Override
    Graph graph() {
      return new Layers(name()).transformer(197, 192, 3, 4);
    }
  };

  private final String title;

  Networks(String title) {
    this.title = title;
  }

  /** Return what tables call it. */
  String title() {
    return title;
  }

  /** Return the network. */
  abstract Graph graph();

  /** Adds layers to a graph. Not thread-safe. */
  private static final class Layers {

    private static final int OPSET = 21;
    private static final float HALF = 0.5f;
    private static final float ROOT_OF_TWO = 1.4142135f;

    private final GraphBuilder builder;
    private final SplittableRandom random = new SplittableRandom(1);
    private int constants;

    Layers(String name) {
      builder = Graph.builder(name);
    }

    Graph mlp(int rows, int width, int depth) {
      Value x = builder.input("x", ElementType.FLOAT, Shape.of(rows, width));
      for (int i = 0; i < depth; i++) {
        Value wide = op("Relu", dense(x, width, 2 * width));
        x = dense(wide, 2 * width, width);
      }
      return finish(x);
    }

    Graph transformer(int tokens, int width, int heads, int depth) {
      Value x = builder.input("x", ElementType.FLOAT, Shape.of(1, tokens, width));
      for (int i = 0; i < depth; i++) {
        x = op("Add", x, attention(norm(x, width), tokens, width, heads));
        Value wide = gelu(dense(norm(x, width), width, 4 * width));
        x = op("Add", x, dense(wide, 4 * width, width));
      }
      return finish(norm(x, width));
    }

    private Graph finish(Value result) {
      builder.add("y", spec("Identity", Attributes.NONE, result), List.of("y"));
      return builder.output(Value.of("y")).build();
    }

    private Value attention(Value x, int tokens, int width, int heads) {
      int size = width / heads;
      Value query = op("Transpose", perm(0, 2, 1, 3), split(x, tokens, width, heads));
      Value key = op("Transpose", perm(0, 2, 3, 1), split(x, tokens, width, heads));
      Value value = op("Transpose", perm(0, 2, 1, 3), split(x, tokens, width, heads));
      Value scores = op("Div", op("MatMul", query, key), scalar((float) Math.sqrt(size)));
      Value mixed = op("MatMul", op("Softmax", axis(-1), scores), value);
      Value rows = op("Transpose", perm(0, 2, 1, 3), mixed);
      return dense(op("Reshape", rows, longs(1, tokens, width)), width, width);
    }

    private Value split(Value x, int tokens, int width, int heads) {
      return op("Reshape", dense(x, width, width), longs(1, tokens, heads, width / heads));
    }

    private Value norm(Value x, int width) {
      return op(
          "LayerNormalization",
          axis(-1),
          x,
          weight(1, Shape.of(width)),
          weight(0, Shape.of(width)));
    }

    private Value gelu(Value x) {
      Value error = op("Erf", op("Div", x, scalar(ROOT_OF_TWO)));
      return op("Mul", op("Mul", x, op("Add", error, scalar(1))), scalar(HALF));
    }

    private Value dense(Value x, int from, int to) {
      return op("Add", op("MatMul", x, weight(0, Shape.of(from, to))), weight(0, Shape.of(to)));
    }

    private Value weight(float around, Shape shape) {
      float[] values = new float[Math.toIntExact(shape.elementCount())];
      double scale = 1 / Math.sqrt((double) shape.dim(0));
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (around + scale * random.nextGaussian());
      }
      return constant(Tensor.ofFloats(shape, values));
    }

    private Value scalar(float value) {
      return constant(Tensor.ofFloats(Shape.SCALAR, value));
    }

    private Value longs(long... values) {
      return constant(Tensor.ofLongs(Shape.of(values.length), values));
    }

    private Value constant(Tensor tensor) {
      return builder.constant("c" + constants++, tensor);
    }

    private Value op(String type, Value... inputs) {
      return op(type, Attributes.NONE, inputs);
    }

    private Value op(String type, Attributes attributes, Value... inputs) {
      return builder.add(spec(type, attributes, inputs)).getFirst();
    }

    private static NodeSpec spec(String type, Attributes attributes, Value... inputs) {
      return NodeSpec.of(new OpId(OpId.ONNX, type, OPSET), 1, attributes, inputs);
    }

    private static Attributes perm(long... axes) {
      return Attributes.NONE.with("perm", List.of(axes[0], axes[1], axes[2], axes[3]));
    }

    private static Attributes axis(long axis) {
      return Attributes.NONE.with("axis", axis);
    }
  }
}
