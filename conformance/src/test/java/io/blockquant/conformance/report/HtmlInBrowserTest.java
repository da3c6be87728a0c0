package io.blockquant.conformance.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.report.html.HtmlRendering;
import io.blockquant.conformance.report.log.LogReader;
import io.blockquant.conformance.runner.CaseResult;
import io.blockquant.conformance.runner.Outcome;
import io.blockquant.conformance.runner.Outcome.Tally;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Looks at the HTML page in a real browser: what it draws, what its keys do, and that it asks for
 * nothing. The pictures are left in {@code target/report-screenshots} for a person to look at.
 */
class HtmlInBrowserTest {
  private static final Path PICTURES = Path.of("target", "report-screenshots").toAbsolutePath();
  private static final String HOSTILE = "<img src=x onerror=alert(1)>";
  private static final List<ConformanceCase> CASES = Runs.cases("all");

  @TempDir static Path folder;
  private static Chromium browser;
  private static URI page;

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    Path found = Chromium.installed().orElse(null);
    boolean insisted = Boolean.getBoolean("blockquant.browser.required");
    Assumptions.assumeTrue(
        found != null || insisted, "no Chromium here; apt-get install chromium to run this test");
    Runs.reference(folder.resolve("right"), CASES);
    Runs.write(folder.resolve("wrong"), CASES, HtmlInBrowserTest::wrong);
    Path file = folder.resolve("report.html");
    Files.writeString(
        file,
        new HtmlRendering()
            .render(
                List.of(
                    LogReader.read(folder.resolve("wrong")),
                    LogReader.read(folder.resolve("right")))));
    page = file.toUri();
    Files.createDirectories(PICTURES);
    browser = new Chromium(found, Files.createDirectories(folder.resolve("profile")));
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      assertEquals(List.of(), browser.complaints(), "the browser complained");
      List<String> others =
          browser.requests().stream()
              .filter(url -> !url.startsWith(page.toString()) && !url.equals("about:blank"))
              .toList();
      browser.close();
      assertEquals(List.of(), others, "the page asked for something else");
    }
  }

  /** A wrong bit in the FP4 and FP8 outputs, one declined case with markup in its reason. */
  private static CaseResult wrong(CaseResult right) {
    String id = right.conformanceCase().id();
    if (id.equals(CASES.getLast().id())) {
      Outcome declined = new Outcome.NotClaimed(HOSTILE, "javascript:alert(1)");
      return new CaseResult(right.conformanceCase(), declined, Map.of(), 0);
    }
    return id.contains("documented") ? Runs.wrongBit(right) : right;
  }

  @Test
  void matrixAndListOfTwoLogs() throws IOException, InterruptedException {
    browser.open(page, 1280, false);
    assertEquals(2, count(".runs article"));
    assertTrue(count("#matrix button.cell") >= 4);
    long failed = LogReader.read(folder.resolve("wrong")).count(Tally.FAILED);
    assertEquals(failed, count("#list tbody tr"), "failures come first");
    browser.screenshot(PICTURES.resolve("matrix-light.png"));
    click("button[data-filter=all]");
    assertEquals(CASES.size(), count("#list tbody tr"));
    browser.open(page, 1280, true);
    browser.screenshot(PICTURES.resolve("matrix-dark.png"));
    browser.open(page, 420, false);
    assertTrue(
        browser.evaluate("document.documentElement.scrollWidth <= innerWidth").asBoolean(),
        "a narrow window scrolls its tables, not the page");
    browser.screenshot(PICTURES.resolve("matrix-narrow.png"));
  }

  @Test
  void aFailingCaseSideBySide() throws IOException, InterruptedException {
    String id = "dynamicquantize/nvfp4/documented-codes";
    browser.open(at(id), 1280, false);
    assertEquals(2, count("#case .sides article"));
    assertTrue(count("#case .grid button.wrong") >= 1);
    assertEquals(1, count("#case svg.line circle.expected"));
    assertTrue(count("#case svg.histogram rect") >= 1);
    String command =
        browser.evaluate("document.querySelector('.command code').textContent").asText();
    assertEquals("blockquant conform run inproc:test --include '^" + id + "$'", command);
    browser.screenshot(PICTURES.resolve("case-light.png"));
    browser.open(at(id), 1280, true);
    browser.screenshot(PICTURES.resolve("case-dark.png"));
    browser.open(at("dynamicquantize/fp8-2d/documented-codes"), 1280, false);
    browser.screenshot(PICTURES.resolve("case-fp8.png"));
    browser.open(at("dynamicquantize/fp8-2d/documented-scales"), 1280, false);
    browser.screenshot(PICTURES.resolve("case-float.png"));
  }

  @Test
  void keysReachEverything() throws IOException, InterruptedException {
    browser.open(page, 1280, false);
    browser.press("/");
    assertEquals("search", focused("id"));
    for (String key : "codes".split("")) {
      browser.press(key);
    }
    assertEquals(
        CASES.stream().filter(c -> c.id().contains("codes")).count(), count("#list tbody tr"));
    for (int i = 0; i < 12 && !focused("className").equals("mono"); i++) {
      browser.press("Tab");
    }
    browser.press("Enter");
    assertEquals(1, count("#case"));
    browser.press("n");
    assertEquals(1, count("#case"));
    String second = browser.evaluate("location.hash").asText();
    browser.press("p");
    assertFalse(second.equals(browser.evaluate("location.hash").asText()));
    browser.open(at("dynamicquantize/nvfp4/documented-codes"), 1280, false);
    for (int i = 0; i < 40 && !focused("ariaPressed").equals("false"); i++) {
      browser.press("Tab");
    }
    browser.press("Enter");
    assertEquals("true", focused("ariaPressed"), "a key chooses an element of the grid");
    browser.press("Escape");
    assertEquals(0, count("#case"));
  }

  @Test
  void whatABackendSaysIsTextAndItsLinksAreTheWebs() throws IOException, InterruptedException {
    browser.open(at(CASES.getLast().id()), 1280, false);
    assertTrue(browser.evaluate("document.body.textContent").asText().contains(HOSTILE));
    assertEquals(0, count("img"));
    assertEquals(0, count("a[href^=javascript]"));
  }

  @Test
  void theReaderChoosesTheTheme() throws IOException, InterruptedException {
    browser.open(page, 1280, false);
    String light = background();
    click("#theme");
    String dark = background();
    assertFalse(light.equals(dark));
    browser.open(page, 1280, true);
    assertEquals(dark, background());
  }

  private static String background() throws IOException, InterruptedException {
    return browser.evaluate("getComputedStyle(document.body).backgroundColor").asText();
  }

  private static URI at(String id) {
    return URI.create(page + "#/case/" + id.replace("/", "%2F"));
  }

  private static long count(String selector) throws IOException, InterruptedException {
    return browser.evaluate("document.querySelectorAll('" + selector + "').length").asLong();
  }

  private static void click(String selector) throws IOException, InterruptedException {
    browser.evaluate("document.querySelector('" + selector + "').click()");
  }

  private static String focused(String property) throws IOException, InterruptedException {
    return browser.evaluate("String(document.activeElement." + property + ")").asText();
  }
}
