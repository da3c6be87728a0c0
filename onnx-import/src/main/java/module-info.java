/** Reads ONNX files into graphs and writes graphs as ONNX. */
module io.blockquant.onnx {
  requires transitive io.blockquant.core;
  requires com.google.protobuf;
  requires static transitive org.jspecify;

  exports io.blockquant.onnx;

  // The ONNX Runtime backend rewrites nodes by the types of what they read.
  exports io.blockquant.onnx.types to
      io.blockquant.ort;

  // Protobuf reads the fields of a large message by reflection.
  opens io.blockquant.onnx.proto to
      com.google.protobuf;
}
