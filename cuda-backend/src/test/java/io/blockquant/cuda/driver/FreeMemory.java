package io.blockquant.cuda.driver;

/** Tells a check outside this package how much memory of a device is free. */
public final class FreeMemory {

  private FreeMemory() {}

  /** Return the free bytes of the device with this number, as the driver counts. */
  public static long of(int ordinal) {
    try (PrimaryContext context = new PrimaryContext(ordinal)) {
      return new DriverMemory(context).freeAndTotal()[0];
    }
  }
}
