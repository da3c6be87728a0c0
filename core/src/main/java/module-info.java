/** Defines block-quantized graphs: types, operators, verification, planning and sessions. */
module io.blockquant.core {
  // The only source of a container's memory limit; see SessionOptions.physicalMemory.
  requires jdk.management;
  requires static transitive org.jspecify;

  exports io.blockquant.core.diag;
  exports io.blockquant.core.dtype;
  exports io.blockquant.core.graph;
  exports io.blockquant.core.op;
  exports io.blockquant.core.ops;
  exports io.blockquant.core.ops.bitcast;
  exports io.blockquant.core.ops.cast;
  exports io.blockquant.core.ops.dequantize;
  exports io.blockquant.core.ops.dynamicquantize;
  exports io.blockquant.core.ops.quantize;
  exports io.blockquant.core.ops.scaling;
  exports io.blockquant.core.plan;
  exports io.blockquant.core.reference;
  exports io.blockquant.core.session;
  exports io.blockquant.core.spi;
  exports io.blockquant.core.tensor;
  exports io.blockquant.core.verify;

  uses io.blockquant.core.spi.BackendProvider;

  provides io.blockquant.core.spi.BackendProvider with
      io.blockquant.core.reference.ReferenceProvider;
}
