package io.blockquant.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.spi.Availability;
import io.blockquant.core.spi.BackendOptions;
import io.blockquant.core.spi.BackendProvider;
import io.blockquant.core.spi.Device;
import io.blockquant.cuda.driver.CudaDriver;
import io.blockquant.cuda.driver.DriverStatus;
import io.blockquant.cuda.driver.GpuInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaProviderTest {

  private final CudaProvider provider = new CudaProvider();

  @Test
  void isFoundByTheServiceLoader() {
    List<String> ids =
        ServiceLoader.load(BackendProvider.class).stream().map(p -> p.get().id()).toList();
    assertTrue(ids.contains("cuda"), ids.toString());
  }

  @Test
  void isAskedFirst() {
    assertEquals("cuda", provider.id());
    assertEquals(10, provider.rank());
  }

  @Test
  void withoutDriverNamesItsLibraryAndARemedy() {
    assumeNoDriver();
    var why = assertInstanceOf(Availability.Unavailable.class, provider.probe());
    assertTrue(
        why.reason().startsWith("the NVIDIA driver's library does not load: libcuda.so.1: "),
        why.reason());
    assertEquals(1, why.reason().lines().count());
    assertTrue(why.remedy().contains("R525") && why.remedy().contains("nvidia-smi"), why.remedy());
  }

  @Test
  void workingDriverOffersItsGpus() {
    var working =
        new DriverStatus.Working(
            12040,
            List.of(new GpuInfo(0, "T4", 7, 5, 1L << 34), new GpuInfo(1, "H200", 9, 0, 3L << 29)));
    assertEquals(
        new Availability.Available(
            List.of(new Device("cuda:1", "H200", "compute capability 9.0, 1.5 GiB"))),
        CudaProvider.availability(working));
  }

  @Test
  void gpusThatAreTooOldAreNamed() {
    var working = new DriverStatus.Working(12040, List.of(new GpuInfo(0, "T4", 7, 5, 1L << 34)));
    assertEquals(
        new Availability.Unavailable(
            "no GPU has compute capability 8.0 or newer, found cuda:0 T4, compute capability 7.5,"
                + " 16.0 GiB",
            "use the backend cpu, or a GPU of the Ampere generation or newer"),
        CudaProvider.availability(working));
  }

  @Test
  void openSaysWhatProbeSays() {
    assumeNoDriver();
    var why = assertInstanceOf(Availability.Unavailable.class, provider.probe());
    var error =
        assertThrows(
            BlockquantException.class, () -> provider.open(BackendOptions.defaults()).close());
    assertEquals(1, error.diagnostics().size());
    var problem = error.diagnostics().getFirst();
    assertEquals("Backend.Unavailable", problem.code());
    assertEquals(why.remedy(), problem.help());
    assertTrue(problem.toString().contains(why.reason()), problem.toString());
  }

  @Test
  void probePrintsNothingAndLeavesNoFile(@TempDir Path folder)
      throws IOException, InterruptedException {
    assumeNoDriver();
    Path output = folder.resolve("output");
    Path unpacked = Files.createDirectory(folder.resolve("tmp"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + unpacked,
                "-cp",
                System.getProperty("java.class.path"),
                ProbeMain.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int status = process.waitFor();
    assertEquals("", Files.readString(output, StandardCharsets.UTF_8));
    assertEquals(0, status);
    try (var left = Files.list(unpacked)) {
      assertEquals(List.of(), left.toList());
    }
  }

  private static void assumeNoDriver() {
    assumeTrue(
        CudaDriver.status() instanceof DriverStatus.Unusable, "this machine has an NVIDIA driver");
  }
}
