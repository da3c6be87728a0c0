package io.blockquant.conformance.report.render;

/** Escape text for markup. */
public final class Xml {

  private Xml() {}

  /** Return text that is safe between tags and in quoted attributes, of XML and of HTML. */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
