package io.blockquant.conformance.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Drives a headless Chromium through its DevTools protocol, and keeps what it complains of. */
final class Chromium implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SECONDS = 120;

  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final List<String> complaints = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private final WebSocket socket;
  private int last;

  /** Find the browser of the system's packages; empty if there is none. */
  static Optional<Path> installed() {
    return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  Chromium(Path browser, Path profile) throws IOException, InterruptedException {
    process =
        new ProcessBuilder(
                browser.toString(),
                "--headless",
                "--no-sandbox", // tests may run as root; the page is our own
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("chromium.log").toFile())
            .start();
    int port = port(profile);
    socket = client.newWebSocketBuilder().buildAsync(page(port), new Listener(received)).join();
    send("Page.enable", Map.of());
    send("Runtime.enable", Map.of());
    send("Log.enable", Map.of());
    send("Network.enable", Map.of());
  }

  private int port(Path profile) throws IOException, InterruptedException {
    Path file = profile.resolve("DevToolsActivePort");
    for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        System.nanoTime() < end && process.isAlive(); ) {
      if (Files.exists(file) && Files.readString(file).contains("\n")) {
        return Integer.parseInt(Files.readAllLines(file).getFirst());
      }
      Thread.sleep(50);
    }
    throw new IOException("no DevTools: " + Files.readString(profile.resolve("chromium.log")));
  }

  private URI page(int port) throws IOException, InterruptedException {
    HttpRequest list =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
    JsonNode targets =
        JSON.readTree(client.send(list, HttpResponse.BodyHandlers.ofString()).body());
    for (JsonNode target : targets) {
      if (target.path("type").asText().equals("page")) {
        return URI.create(target.path("webSocketDebuggerUrl").asText());
      }
    }
    throw new IOException("no page in " + targets);
  }

  /** Show a page in a window of this width, light or dark, and wait until it is drawn. */
  void open(URI page, int width, boolean dark) throws IOException, InterruptedException {
    send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    send(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    send("Page.navigate", Map.of("url", "about:blank"));
    send("Page.navigate", Map.of("url", page.toString()));
    for (int i = 0; i < 600; i++) {
      if (evaluate("document.readyState === 'complete' && location.protocol === 'file:'")
          .asBoolean()) {
        return;
      }
      Thread.sleep(100);
    }
    throw new IOException("the page does not load: " + page);
  }

  /** Return the value of an expression in the page. */
  JsonNode evaluate(String expression) throws IOException, InterruptedException {
    JsonNode result =
        send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new IOException(expression + ": " + result.path("exceptionDetails"));
    }
    return result.path("result").path("value");
  }

  /** Press a key: Tab, Enter, Escape or a character. */
  void press(String key) throws IOException, InterruptedException {
    int code = Map.of("Tab", 9, "Enter", 13, "Escape", 27).getOrDefault(key, (int) key.charAt(0));
    Map<String, Object> down =
        new HashMap<>(Map.of("type", "keyDown", "key", key, "windowsVirtualKeyCode", code));
    if (key.length() == 1 || key.equals("Enter")) {
      down.put("text", key.equals("Enter") ? "\r" : key);
    }
    send("Input.dispatchKeyEvent", down);
    send(
        "Input.dispatchKeyEvent",
        Map.of("type", "keyUp", "key", key, "windowsVirtualKeyCode", code));
    // A change of the address is told to the page in a later turn.
    Thread.sleep(150);
  }

  /** Write what the page looks like, all of it. */
  void screenshot(Path file) throws IOException, InterruptedException {
    JsonNode shot = send("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
    Files.write(file, Base64.getDecoder().decode(shot.path("data").asText()));
  }

  /** Return errors of the script, breaches of the page's policy, and the like. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Return the addresses that the page asked for. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private JsonNode send(String method, Map<String, ?> parameters)
      throws IOException, InterruptedException {
    int id = ++last;
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.valueToTree(parameters));
    socket.sendText(message.toString(), true).join();
    while (true) {
      String text = received.poll(SECONDS, TimeUnit.SECONDS);
      if (text == null) {
        throw new IOException("no answer to " + method + " within " + SECONDS + " s");
      }
      JsonNode answer = JSON.readTree(text);
      if (answer.path("id").asInt() == id) {
        if (answer.has("error")) {
          throw new IOException(method + ": " + answer.path("error"));
        }
        return answer.path("result");
      }
      note(answer);
    }
  }

  private void note(JsonNode event) {
    switch (event.path("method").asText()) {
      case "Runtime.exceptionThrown", "Log.entryAdded" -> complaints.add(event.toString());
      case "Runtime.consoleAPICalled" -> complaints.add(event.toString());
      case "Network.requestWillBeSent" ->
          requests.add(event.path("params").path("request").path("url").asText());
      default -> {}
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
    client.close();
  }

  private record Listener(LinkedBlockingQueue<String> whole, StringBuilder parts)
      implements WebSocket.Listener {
    Listener(LinkedBlockingQueue<String> whole) {
      this(whole, new StringBuilder());
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean isLast) {
      parts.append(data);
      if (isLast) {
        whole.add(parts.toString());
        parts.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
