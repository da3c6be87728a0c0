package io.blockquant.cli.conform;

import io.blockquant.conformance.report.html.HtmlRendering;
import io.blockquant.conformance.report.render.BadgeRendering;
import io.blockquant.conformance.report.render.CsvRendering;
import io.blockquant.conformance.report.render.JUnitRendering;
import io.blockquant.conformance.report.render.JsonRendering;
import io.blockquant.conformance.report.render.MarkdownRendering;
import io.blockquant.conformance.report.render.Rendering;

/** Name the forms of a report, as the command line takes them. */
enum ReportFormat {
  html(new HtmlRendering(), "index.html"),
  junit(new JUnitRendering(), "junit.xml"),
  csv(new CsvRendering(), "results.csv"),
  md(new MarkdownRendering(), "summary.md"),
  json(new JsonRendering(), "results.json"),
  badge(new BadgeRendering(), "badge.svg");

  private final Rendering rendering;
  private final String fileName;

  ReportFormat(Rendering rendering, String fileName) {
    this.rendering = rendering;
    this.fileName = fileName;
  }

  Rendering rendering() {
    return rendering;
  }

  /** Return the name of its file in the folder of a run. */
  String fileName() {
    return fileName;
  }
}
