package io.blockquant.core.ops;

import io.blockquant.core.op.OpDefinition;
import io.blockquant.core.op.OpRegistry;
import io.blockquant.core.ops.bitcast.BitCast;
import io.blockquant.core.ops.cast.Cast;
import io.blockquant.core.ops.dequantize.Dequantize;
import io.blockquant.core.ops.dynamicquantize.DynamicQuantize;
import io.blockquant.core.ops.quantize.Quantize;
import java.util.List;

/** List the operators that this project defines, one line each. */
public final class OpCatalog {

  private static final OpRegistry REGISTRY =
      new OpRegistry(
          List.<OpDefinition<?>>of(
              DynamicQuantize.DEFINITION,
              Quantize.DEFINITION,
              Dequantize.DEFINITION,
              Cast.DEFINITION,
              BitCast.DEFINITION));

  private OpCatalog() {}

  /** Return the catalog. */
  public static OpRegistry registry() {
    return REGISTRY;
  }
}
