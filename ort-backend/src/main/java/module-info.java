/** Runs regions of standard ONNX operators on ONNX Runtime. */
module io.blockquant.ort {
  requires transitive io.blockquant.core;
  requires io.blockquant.onnx;
  requires com.microsoft.onnxruntime;
  requires static transitive org.jspecify;

  exports io.blockquant.ort;

  provides io.blockquant.core.spi.BackendProvider with
      io.blockquant.ort.OrtProvider;
}
