package io.blockquant.ort;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.spi.Availability;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.BackendOptions;
import io.blockquant.core.spi.BackendProvider;

/**
 * Offer ONNX Runtime as the backend {@code ort}.
 *
 * <p>Settings: {@code ort.spinning} ({@code on}, {@code off}). ONNX Runtime's threads can wait for
 * work by spinning, which makes its own operators start sooner and takes the cores from everybody
 * else's. Without the setting they do where a graph runs on ONNX Runtime as a whole, as they do for
 * who calls it directly, and do not where regions of other backends run in between.
 */
public final class OrtProvider implements BackendProvider {

  /** The id of this backend. */
  public static final String ID = "ort";

  private static final int RANK = 30;

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Availability probe() {
    return OrtLibrary.probe();
  }

  @Override
  public Backend open(BackendOptions options) {
    return switch (probe()) {
      case Availability.Available _ -> new OrtBackend(new OrtSessions(OrtLibrary.load(), options));
      case Availability.Unavailable(String reason, String remedy) ->
          throw Diagnostic.error(
                  "Backend.Unavailable", "a backend that is asked for MUST be usable")
              .fact("backend", ID)
              .fact("reason", reason)
              .help(remedy)
              .asException();
    };
  }

  @Override
  public int rank() {
    return RANK;
  }
}
