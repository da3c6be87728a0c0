package io.blockquant.conformance.mutants;

import io.blockquant.core.dtype.Codecs;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.op.OpCall;
import io.blockquant.core.op.OpDefinition;
import io.blockquant.core.op.OpRegistry;
import io.blockquant.core.ops.OpCatalog;
import io.blockquant.core.reference.ReferenceBackend;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reference backend with one mistake in it, as real backends make them. */
enum Mutant {
  SWAPS_NIBBLES("dynamicquantize/nvfp4/documented-codes") {
    @Override
    void spoil(OpCall<?> call, List<@Nullable Tensor> inputs, List<Tensor> outputs) {
      Tensor data = outputs.getFirst();
      for (long i = 0; data.elementType() == ElementType.FLOAT4E2M1 && i < data.byteSize(); i++) {
        int both = Byte.toUnsignedInt(data.segment().get(ValueLayout.JAVA_BYTE, i));
        data.segment().set(ValueLayout.JAVA_BYTE, i, (byte) (both >> 4 | both << 4));
      }
    }
  },
  TRUNCATES("dynamicquantize/nvfp4/documented-codes") {
    @Override
    void spoil(OpCall<?> call, List<@Nullable Tensor> inputs, List<Tensor> outputs) {
      requantize(call, inputs, outputs, this);
    }

    @Override
    double adjust(double quotient, double scale, double amax, double qmax) {
      double below = 0;
      for (double value : new double[] {0.5, 1, 1.5, 2, 3, 4, 6}) {
        below = value <= Math.abs(quotient) ? value : below;
      }
      return Math.copySign(below, quotient);
    }
  },
  DIVIDES_BY_THE_UNROUNDED_SCALE("dynamicquantize/nvfp4/documented-codes") {
    @Override
    void spoil(OpCall<?> call, List<@Nullable Tensor> inputs, List<Tensor> outputs) {
      requantize(call, inputs, outputs, this);
    }

    @Override
    double adjust(double quotient, double scale, double amax, double qmax) {
      return quotient * scale / (amax / qmax);
    }
  },
  SWAPS_THE_LAST_TWO_SCALES("dynamicquantize/fp8-2d/documented-scales") {
    @Override
    void spoil(OpCall<?> call, List<@Nullable Tensor> inputs, List<Tensor> outputs) {
      if (isDynamicQuantize(call) && outputs.get(1).elementCount() > 1) {
        Tensor scales = outputs.get(1);
        long last = scales.elementCount() - 1;
        double swapped = Elements.value(scales, last);
        Elements.setValue(scales, last, Elements.value(scales, last - 1));
        Elements.setValue(scales, last - 1, swapped);
      }
    }
  },
  TAKES_AMAX_WITHOUT_ABSOLUTE_VALUE("dynamicquantize/mxfp8/scale-up-448") {
    @Override
    void spoil(OpCall<?> call, List<@Nullable Tensor> inputs, List<Tensor> outputs) {
      if (isDynamicQuantize(call) && outputs.get(1).elementType() == ElementType.FLOAT8E8M0) {
        double max = 0;
        for (long i = 0; i < inputs.getFirst().elementCount(); i++) {
          max = Math.max(max, Elements.value(inputs.getFirst(), i));
        }
        Elements.setValue(outputs.get(1), 0, max / 448);
      }
    }
  },
  ROUNDS_E8M0_UP_ALWAYS("dynamicquantize/mxfp8/scale-floor-449") {
    @Override
    void spoil(OpCall<?> call, List<@Nullable Tensor> inputs, List<Tensor> outputs) {
      boolean floor = call.node().attributes().text("scale_rounding").orElse("").equals("floor");
      if (floor && Math.abs(Elements.value(inputs.getFirst(), 27)) == 449) {
        Elements.setCode(outputs.get(1), 0, 128);
      }
    }
  },
  LEAVES_THE_LAST_PARTIAL_BLOCK_OUT("dynamicquantize/fp8-2d/documented-codes") {
    @Override
    void spoil(OpCall<?> call, List<@Nullable Tensor> inputs, List<Tensor> outputs) {
      if (isDynamicQuantize(call) && outputs.getFirst().shape().hasDims(8, 8)) {
        for (long row = 0; row < 8; row++) {
          Elements.setCode(outputs.getFirst(), row * 8 + 6, 0);
          Elements.setCode(outputs.getFirst(), row * 8 + 7, 0);
        }
      }
    }
  },
  WRAPS_INSTEAD_OF_SATURATING("quantize/int8/documented-codes") {
    @Override
    void spoil(OpCall<?> call, List<@Nullable Tensor> inputs, List<Tensor> outputs) {
      Tensor y = outputs.getFirst();
      for (long i = 0; call.node().op().type().equals("Quantize") && i < y.elementCount(); i++) {
        long wide = Math.round(Elements.value(inputs.getFirst(), i) * 127);
        Elements.setCode(y, i, (int) wide & 0xFF);
      }
    }
  },
  MULTIPLIES_BY_THE_SCALE_ONE_BIT_OFF("dequantize/int8/documented-values") {
    @Override
    void spoil(OpCall<?> call, List<@Nullable Tensor> inputs, List<Tensor> outputs) {
      Tensor y = outputs.getFirst();
      if (call.node().op().type().equals("Dequantize")) {
        Elements.setValue(y, 0, Math.nextUp((float) Elements.value(y, 0)));
      }
    }
  },
  WRITES_A_BYTE_TOO_FAR("dynamicquantize/nvfp4/documented-codes") {
    @Override
    void spoil(OpCall<?> call, List<@Nullable Tensor> inputs, List<Tensor> outputs) {
      var segment = outputs.getFirst().segment();
      long size = segment.byteSize();
      MemorySegment.ofAddress(segment.address())
          .reinterpret(size + 1)
          .set(ValueLayout.JAVA_BYTE, size, (byte) 1);
    }
  },
  CHANGES_ITS_INPUT("dynamicquantize/nvfp4/documented-scales") {
    @Override
    void spoil(OpCall<?> call, List<@Nullable Tensor> inputs, List<Tensor> outputs) {
      Tensor x = inputs.getFirst();
      if (isDynamicQuantize(call)) {
        Elements.setValue(x, 0, 1);
      }
    }
  },
  DEPENDS_ON_EARLIER_CALLS("dequantize/nvfp4/documented-values") {
    private int calls;

    @Override
    void spoil(OpCall<?> call, List<@Nullable Tensor> inputs, List<Tensor> outputs) {
      if (call.node().op().type().equals("Dequantize") && calls++ % 4 == 3) {
        Elements.setValue(outputs.getFirst(), 0, 7);
      }
    }
  },
  THROWS("dequantize/fp8-2d/documented-values") {
    @Override
    void spoil(OpCall<?> call, List<@Nullable Tensor> inputs, List<Tensor> outputs) {
      throw new IllegalStateException("kernel image is missing");
    }
  };

  private final String killedBy;

  Mutant(String killedBy) {
    this.killedBy = killedBy;
  }

  /** The case that must fail on it, others may too. */
  String killedBy() {
    return killedBy;
  }

  /** Change what the reference computed. */
  abstract void spoil(OpCall<?> call, List<@Nullable Tensor> inputs, List<Tensor> outputs);

  /** Return what is rounded to a code in place of the quotient. */
  double adjust(double quotient, double scale, double amax, double qmax) {
    return quotient;
  }

  ReferenceBackend backend() {
    List<OpDefinition<?>> definitions = new ArrayList<>();
    OpCatalog.registry().all().forEach(definition -> definitions.add(mutate(definition)));
    return new ReferenceBackend(new OpRegistry(definitions));
  }

  private <A> OpDefinition<A> mutate(OpDefinition<A> honest) {
    return new OpDefinition<>(
        honest.id(),
        honest.summary(),
        honest.inputs(),
        honest.outputs(),
        honest.attributeSpecs(),
        honest.reader(),
        honest.constraints(),
        honest.rules(),
        honest.inference(),
        (call, inputs, outputs) -> {
          honest.reference().evaluate(call, inputs, outputs);
          spoil(call, inputs, outputs);
        });
  }

  private static boolean isDynamicQuantize(OpCall<?> call) {
    return call.node().op().type().equals("DynamicQuantize");
  }

  /** Quantize the 16-element blocks of the first example again, with a wrong quotient. */
  private static void requantize(
      OpCall<?> call, List<@Nullable Tensor> inputs, List<Tensor> outputs, Mutant mutant) {
    Tensor data = outputs.getFirst();
    if (!isDynamicQuantize(call) || data.elementType() != ElementType.FLOAT4E2M1) {
      return;
    }
    Tensor x = inputs.getFirst();
    for (long block = 0; block < data.elementCount() / 16; block++) {
      double amax = 0;
      for (long i = 16 * block; i < 16 * block + 16; i++) {
        amax = Math.max(amax, Math.abs(Elements.value(x, i)));
      }
      double scale = Elements.value(outputs.get(1), block);
      for (long i = 16 * block; i < 16 * block + 16; i++) {
        double quotient = mutant.adjust(Elements.value(x, i) / scale, scale, amax, 6);
        Elements.setCode(data, i, Codecs.of(ElementType.FLOAT4E2M1).encode(quotient));
      }
    }
  }
}
