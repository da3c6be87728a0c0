package io.blockquant.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LoadFailureTest {

  private static final String FIRST =
      """
      Error while loading native library "JCudaDriver-12.6.0-linux-x86_64"
      Stack trace from the attempt to load the library as a file:
      java.lang.UnsatisfiedLinkError: no JCudaDriver-12.6.0-linux-x86_64 in java.library.path: /lib
      Stack trace from the attempt to load the library as a resource:
      """;

  @Test
  void theLinkersWordOnTheDriverIsTheReason() {
    var why =
        explain(
            "java.lang.UnsatisfiedLinkError: /tmp/libJCudaDriver.so: libcuda.so.1: wrong ELF class");
    assertEquals(
        "the NVIDIA driver's library does not load: libcuda.so.1: wrong ELF class", why.reason());
    assertTrue(why.remedy().contains("nvidia-smi"), why.remedy());
  }

  @Test
  void missingNativesAreNotBlamedOnTheDriver() {
    var why = explain("java.io.IOException: No resource found with name '/lib/libJCudaDriver.so'");
    assertEquals(
        "JCuda's own native library is missing: java.io.IOException: No resource found with name"
            + " '/lib/libJCudaDriver.so'",
        why.reason());
    assertTrue(why.remedy().contains("--patch-module"), why.remedy());
  }

  @Test
  void anythingElseIsQuotedFromTheSecondAttempt() {
    var why = explain("java.io.FileNotFoundException: /tmp/libJCudaDriver.so (Permission denied)");
    assertEquals(
        "JCuda's native library does not load: java.io.FileNotFoundException:"
            + " /tmp/libJCudaDriver.so (Permission denied)",
        why.reason());
    assertTrue(why.remedy().contains("java.io.tmpdir"), why.remedy());
  }

  @Test
  void missingJcudaIsNamed() {
    var why = LoadFailure.explain(new NoClassDefFoundError("jcuda/LibUtils"));
    assertTrue(why.reason().contains("jcuda/LibUtils"), why.reason());
    assertTrue(why.remedy().contains("jcuda-12.6.0"), why.remedy());
  }

  private static DriverStatus.Unusable explain(String second) {
    return LoadFailure.explain(new UnsatisfiedLinkError(FIRST + second + "\n\tat java.base/x\n"));
  }
}
