package io.blockquant.ort;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.spi.Availability;
import io.blockquant.core.spi.BackendOptions;
import io.blockquant.core.spi.BackendProvider;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class OrtProviderTest {

  @Test
  void isFoundByTheServiceLoader() {
    List<String> ids =
        ServiceLoader.load(BackendProvider.class).stream()
            .map(provider -> provider.get().id())
            .toList();
    assertTrue(ids.contains("ort"), ids.toString());
  }

  @Test
  void namesItsDeviceAndVersion() {
    OrtProvider provider = new OrtProvider();
    var available = assertInstanceOf(Availability.Available.class, provider.probe());
    assertEquals("ort:cpu", available.devices().getFirst().id());
    assertEquals("ONNX Runtime 1.29.0, CPU", available.devices().getFirst().name());
    assertEquals(30, provider.rank());
  }

  @Test
  void opensABackendOfItsId() {
    try (var backend = new OrtProvider().open(BackendOptions.defaults())) {
      assertEquals("ort", backend.id());
      assertTrue(backend.typeOracle().isPresent());
    }
  }
}
