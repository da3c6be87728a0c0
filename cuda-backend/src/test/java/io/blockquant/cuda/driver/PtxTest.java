package io.blockquant.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The PTX among the resources is what a driver of CUDA 12.0 takes; needs no GPU and no driver. */
final class PtxTest {

  @ParameterizedTest
  @MethodSource("files")
  void compilesForTheOldestArchitecture(String file) {
    assertCompiles(file, 80, "sm_80");
  }

  @ParameterizedTest
  @MethodSource("files")
  void compilesForAnArchitectureWithFp8(String file) {
    assertCompiles(file, 90, "sm_90");
  }

  static List<String> files() {
    return KernelImages.FILES;
  }

  @Test
  void saysItIsOfCuda120() {
    for (String file : KernelImages.FILES) {
      for (int architecture : new int[] {80, 90}) {
        String text = text(file, architecture);
        assertTrue(text.contains(".version 8.0\n"), file);
        // Newer compilers refuse a pragma that came later than that; older ones ignore it.
        assertFalse(text.contains(".pragma \"used_bytes_mask"), file);
        assertTrue(text.contains(".target sm_" + architecture + "\n"), file);
      }
    }
  }

  private static void assertCompiles(String file, int ptx, String architecture) {
    byte[] text = KernelImages.read(KernelImages.ptx(file, ptx));
    nvPTXCompilerHandle compiler = new nvPTXCompilerHandle();
    assertEquals(0, JNvPTXCompiler.nvPTXCompilerCreate(compiler, text.length - 1, text));
    try {
      String[] options = {"--gpu-name=" + architecture, "--opt-level=0"};
      int result = JNvPTXCompiler.nvPTXCompilerCompile(compiler, options.length, options);
      long[] size = new long[1];
      JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(compiler, size);
      byte[] log = new byte[(int) size[0] + 1];
      JNvPTXCompiler.nvPTXCompilerGetErrorLog(compiler, log);
      assertEquals(0, result, new String(log, StandardCharsets.UTF_8));
    } finally {
      JNvPTXCompiler.nvPTXCompilerDestroy(compiler);
    }
  }

  private static String text(String file, int architecture) {
    return new String(
        KernelImages.read(KernelImages.ptx(file, architecture)), StandardCharsets.UTF_8);
  }
}
