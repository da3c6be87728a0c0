package io.blockquant.core.spi;

import java.util.List;

/** Say whether a backend can run here. */
public sealed interface Availability {

  /** It can, on these devices. */
  record Available(List<Device> devices) implements Availability {
    public Available {
      devices = List.copyOf(devices);
    }
  }

  /**
   * It cannot.
   *
   * @param reason why, with the facts
   * @param remedy what the user can do
   */
  record Unavailable(String reason, String remedy) implements Availability {}
}
