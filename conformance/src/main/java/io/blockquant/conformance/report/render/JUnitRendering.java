package io.blockquant.conformance.report.render;

import io.blockquant.conformance.check.Finding;
import io.blockquant.conformance.report.log.LogEntry;
import io.blockquant.conformance.report.log.LogStatus;
import io.blockquant.conformance.report.log.RunLog;
import io.blockquant.conformance.runner.Outcome.Tally;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Render JUnit XML, the form that build servers read: a suite per log, a test per case. */
public final class JUnitRendering implements Rendering {

  /** Make the rendering. */
  public JUnitRendering() {}

  @Override
  public String render(List<RunLog> logs) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuites");
      for (RunLog log : logs) {
        suite(xml, log);
      }
      xml.writeEndElement();
      xml.writeCharacters("\n");
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a string takes every character", e);
    }
    return text.toString();
  }

  private static void suite(XMLStreamWriter xml, RunLog log) throws XMLStreamException {
    xml.writeCharacters("\n");
    xml.writeStartElement("testsuite");
    attribute(xml, "name", "blockquant conformance " + log.header().facts().connection());
    attribute(xml, "tests", Integer.toString(log.entries().size()));
    attribute(xml, "failures", Long.toString(log.count(Tally.FAILED) - faults(log)));
    attribute(xml, "errors", Long.toString(faults(log)));
    attribute(xml, "skipped", Long.toString(log.count(Tally.SKIPPED)));
    attribute(xml, "time", seconds(log.entries().stream().mapToDouble(LogEntry::seconds).sum()));
    xml.writeCharacters("\n  ");
    xml.writeStartElement("properties");
    property(xml, "kit", log.header().kit());
    property(xml, "digest", log.header().digest());
    property(xml, "implementation", log.header().facts().implementation());
    property(xml, "device", log.header().facts().device());
    property(xml, "complete", Boolean.toString(log.isComplete()));
    xml.writeEndElement();
    for (LogEntry entry : log.entries()) {
      test(xml, entry);
    }
    xml.writeCharacters("\n");
    xml.writeEndElement();
  }

  /** An error is what says nothing of the code under test. */
  private static long faults(RunLog log) {
    return log.entries().stream().filter(e -> e.status() == LogStatus.HARNESS_FAULT).count();
  }

  private static void property(XMLStreamWriter xml, String name, String value)
      throws XMLStreamException {
    xml.writeEmptyElement("property");
    attribute(xml, "name", name);
    attribute(xml, "value", value);
  }

  private static void test(XMLStreamWriter xml, LogEntry entry) throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testcase");
    attribute(xml, "classname", entry.operator() + "." + entry.format());
    attribute(xml, "name", entry.id());
    attribute(xml, "time", seconds(entry.seconds()));
    String element =
        switch (entry.status()) {
          case PASS -> "";
          case FAIL, TIMED_OUT, CRASHED -> "failure";
          case HARNESS_FAULT -> "error";
          case WAIVED, NOT_CLAIMED -> "skipped";
        };
    if (!element.isEmpty()) {
      xml.writeStartElement(element);
      attribute(xml, "message", entry.status().words() + ": " + entry.why());
      if (!element.equals("skipped")) {
        attribute(xml, "type", entry.status().label());
        xml.writeCharacters(legal(details(entry)));
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static String details(LogEntry entry) {
    return entry.text("rule")
        + ": "
        + entry.text("text")
        + "\n"
        + entry.findings().stream().map(Finding::text).collect(Collectors.joining("\n"));
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.6f", seconds);
  }

  private static void attribute(XMLStreamWriter xml, String name, String value)
      throws XMLStreamException {
    xml.writeAttribute(name, legal(value));
  }

  /** What a backend says may hold characters that XML has no way to write. */
  private static String legal(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c == '\t' || c == '\n' || c >= ' ' && !isIllegal(c) ? c : '\uFFFD')
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static boolean isIllegal(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE
        || c == 0xFFFE
        || c == 0xFFFF;
  }
}
