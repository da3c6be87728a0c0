package io.blockquant.onnx.read;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.graph.OpId;
import io.blockquant.onnx.proto.OperatorSetIdProto;
import io.blockquant.onnx.report.Problems;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Hold the operator sets that a model declares: one version per domain. */
final class Opsets {

  /** The newest version of the standard operators that this importer was written for. */
  private static final int NEWEST_KNOWN = 28;

  private final Map<String, Integer> versions = new LinkedHashMap<>();
  private final Problems problems;

  Opsets(List<OperatorSetIdProto> imports, Problems problems) {
    this.problems = problems;
    for (OperatorSetIdProto set : imports) {
      add(domain(set.getDomain()), set.getVersion());
    }
    if (versions.getOrDefault(OpId.ONNX, 1) > NEWEST_KNOWN) {
      problems.warning(
          "",
          Diagnostic.warning("Onnx.NewerOpset", "the opset SHOULD be one that is known here")
              .fact("declared", versions.getOrDefault(OpId.ONNX, 1))
              .fact("newest known", NEWEST_KNOWN)
              .help("operators that changed since may be misread; export with an older opset"));
    }
  }

  /** Return the name of a domain in the IR; files write the standard one as "" too. */
  static String domain(String written) {
    return written.isEmpty() ? OpId.ONNX : written;
  }

  Map<String, Integer> asMap() {
    return Collections.unmodifiableMap(versions);
  }

  /** Return the version that the model declares for a domain; a missing one is a problem. */
  int version(String domain) {
    Integer version = versions.get(domain);
    if (version != null) {
      return version;
    }
    // Said once per domain: the version is now taken for declared.
    versions.put(domain, 1);
    if (domain.equals(OpId.ONNX)) {
      problems.error(
          Diagnostic.error("Onnx.MissingOpset", "a model MUST declare the opset of its operators")
              .fact("domain", "ai.onnx, the standard operators")
              .help("export the model again with an opset_import for the standard domain"));
    } else {
      problems.warning(
          domain,
          Diagnostic.warning("Onnx.MissingOpset", "a model SHOULD declare the opsets it uses")
              .fact("domain", domain)
              .fact("taken", "version 1")
              .help("add an opset_import for the domain"));
    }
    return 1;
  }

  private void add(String domain, long version) {
    if (version < 1 || version > Integer.MAX_VALUE) {
      problems.error(
          Diagnostic.error("Onnx.Opset", "the version of an opset MUST be a positive number")
              .fact("domain", domain)
              .fact("version", version)
              .help("export the model again: the file is damaged"));
      return;
    }
    Integer before = versions.merge(domain, (int) version, Math::max);
    if (before != version) {
      problems.warning(
          domain,
          Diagnostic.warning("Onnx.DuplicateOpset", "a domain SHOULD be imported once")
              .fact("domain", domain)
              .fact("taken", "version " + before)
              .help("remove the other opset_import"));
    }
  }
}
