/** Points one set of cases at any backend, in the JVM or out of it. */
module io.blockquant.conformance {
  requires transitive io.blockquant.core;
  requires io.blockquant.onnx;
  requires java.xml;
  requires transitive com.fasterxml.jackson.databind;
  requires static org.junit.jupiter.api;
  requires static transitive org.jspecify;

  exports io.blockquant.conformance.cases;
  exports io.blockquant.conformance.cases.documented;
  exports io.blockquant.conformance.check;
  exports io.blockquant.conformance.connection;
  exports io.blockquant.conformance.connection.inproc;
  exports io.blockquant.conformance.junit;
  exports io.blockquant.conformance.profile;
  exports io.blockquant.conformance.report;
  exports io.blockquant.conformance.report.log;
  exports io.blockquant.conformance.report.export;
  exports io.blockquant.conformance.report.html;
  exports io.blockquant.conformance.report.render;
  exports io.blockquant.conformance.report.verify;
  exports io.blockquant.conformance.runner;
  exports io.blockquant.conformance.transport;
}
