package io.blockquant.core.reference;

import io.blockquant.core.ops.OpCatalog;
import io.blockquant.core.spi.Availability;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.BackendOptions;
import io.blockquant.core.spi.BackendProvider;
import io.blockquant.core.spi.Device;
import java.util.List;

/** Offer the reference as a backend, used only by its name: it is right, not fast. */
public final class ReferenceProvider implements BackendProvider {

  /** The id of the backend. */
  public static final String ID = "reference";

  /** Be found by the service loader. */
  public ReferenceProvider() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Availability probe() {
    return new Availability.Available(
        List.of(new Device("reference:0", "the definitions' reference", "one thread, scalar")));
  }

  @Override
  public Backend open(BackendOptions options) {
    return new ReferenceBackend(OpCatalog.registry());
  }

  @Override
  public int rank() {
    return -1;
  }
}
