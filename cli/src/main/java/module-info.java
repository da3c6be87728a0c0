/** Offers the runtime on the command line. */
module io.blockquant.cli {
  requires io.blockquant.core;
  requires io.blockquant.onnx;
  requires io.blockquant.conformance;
  requires info.picocli;
  // Tells whether the JVM still compiles while kernels are warmed up.
  requires java.management;
  requires com.fasterxml.jackson.databind;
  requires me.tongfei.progressbar;
  requires static org.jspecify;

  // picocli sets annotated fields by reflection.
  opens io.blockquant.cli to
      info.picocli;
  opens io.blockquant.cli.bench to
      info.picocli;
  opens io.blockquant.cli.check to
      info.picocli;
  opens io.blockquant.cli.conform to
      info.picocli;
  opens io.blockquant.cli.devices to
      info.picocli;
  opens io.blockquant.cli.inspect to
      info.picocli;
  opens io.blockquant.cli.options to
      info.picocli;
  opens io.blockquant.cli.run to
      info.picocli;
  // Jackson reads the list of known deviations into records.
  opens io.blockquant.cli.test to
      info.picocli,
      com.fasterxml.jackson.databind;
}
