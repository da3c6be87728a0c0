/** Reads ONNX files into graphs and writes graphs as ONNX. */
module io.blockquant.onnx {
  requires transitive io.blockquant.core;
  requires com.google.protobuf;
  requires static transitive org.jspecify;

  exports io.blockquant.onnx;

  // Protobuf reads the fields of a large message by reflection.
  opens io.blockquant.onnx.proto to
      com.google.protobuf;
}
