package io.blockquant.conformance.report.html;

import io.blockquant.conformance.report.log.RunLog;
import io.blockquant.conformance.report.render.Rendering;
import io.blockquant.conformance.report.render.Xml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Render one HTML page: the matrix, the cases with a filter, and a page for each case.
 *
 * <p>What a backend says of itself reaches the page as data, never as markup. The page's own policy
 * lets nothing run but the script and the style that are named by their digests, and lets nothing
 * be fetched.
 */
public final class HtmlRendering implements Rendering {
  private static final List<String> SCRIPTS =
      List.of("dom.js", "numbers.js", "charts.js", "matrix.js", "list.js", "case.js", "page.js");

  /** Make the rendering. */
  public HtmlRendering() {}

  @Override
  public String render(List<RunLog> logs) {
    String style = "\n" + resource("page.css");
    String script =
        "\n(() => {\n\"use strict\";\n"
            + SCRIPTS.stream().map(HtmlRendering::resource).collect(Collectors.joining("\n"))
            + "})();\n";
    String policy =
        "default-src 'none'; base-uri 'none'; form-action 'none'; style-src '%s'; script-src '%s'"
            .formatted(digest(style), digest(script));
    String title =
        "Conformance: "
            + logs.stream()
                .map(log -> log.header().facts().connection())
                .collect(Collectors.joining(", "));
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="%s">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="referrer" content="no-referrer">
    <title>%s</title>
    <style>%s</style>
    </head>
    <body>
    <a class="skip" href="#main">Skip to the results</a>
    <header id="top"></header>
    <main id="main" tabindex="-1">
    <noscript>
    <p>Counts without the script of this page, which draws the rest:</p>
    <ul>%s</ul>
    </noscript>
    </main>
    <footer id="foot"></footer>
    <script type="application/json" id="data">%s</script>
    <script>%s</script>
    </body>
    </html>
    """
        .formatted(policy, Xml.escape(title), style, counts(logs), PageData.of(logs), script);
  }

  private static String counts(List<RunLog> logs) {
    return logs.stream()
        .map(log -> log.header().facts().connection() + ": " + log.tallies())
        .map(line -> "<li>" + Xml.escape(line) + "</li>")
        .collect(Collectors.joining());
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(HtmlRendering.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha256.digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
