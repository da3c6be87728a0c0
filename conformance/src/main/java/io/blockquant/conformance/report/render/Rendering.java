package io.blockquant.conformance.report.render;

import io.blockquant.conformance.report.log.RunLog;
import java.util.List;

/** Turn one log or several into one text. Stateless. */
@FunctionalInterface
public interface Rendering {

  /** Return the text; the same logs give the same text. */
  String render(List<RunLog> logs);
}
