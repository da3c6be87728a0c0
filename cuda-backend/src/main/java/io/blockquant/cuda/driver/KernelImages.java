package io.blockquant.cuda.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;

/**
 * Find the compiled kernels among the resources of this module.
 *
 * <p>{@code rebuild-kernels} writes them: per source file machine code for some architectures and
 * PTX, which the driver compiles for all others.
 */
public final class KernelImages {

  /** The files that hold kernels, without their endings. */
  public static final List<String> FILES =
      List.of("dynamicquantize", "quantize", "dequantize", "cast", "bitcast");

  /** The architectures that there is machine code for: 10 * major + minor. */
  public static final List<Integer> ARCHITECTURES = List.of(80, 89, 90, 100, 120);

  /** The oldest architecture that runs the kernels, which PTX is made for. */
  public static final int OLDEST = 80;

  private KernelImages() {}

  /**
   * Return which machine code runs on an architecture: the newest of its major number that is not
   * newer. Those of 100 and 120 are compiled for their families, of which all newer ones are.
   */
  static OptionalInt machineCodeFor(int architecture) {
    return ARCHITECTURES.stream()
        .filter(code -> code / 10 == architecture / 10 && code <= architecture)
        .mapToInt(Integer::intValue)
        .max();
  }

  /** Return the resource of the machine code of a file. */
  public static String machineCode(String file, int architecture) {
    return file + ".sm_" + architecture + ".cubin.gz";
  }

  /** Return the resource of the PTX of a file. */
  public static String ptx(String file, int architecture) {
    return file + ".compute_" + architecture + ".ptx.gz";
  }

  /** Return a resource, unpacked, with a zero byte behind it as the driver wants of PTX. */
  static byte[] read(String resource) {
    try (InputStream in =
        KernelImages.class.getResourceAsStream("/io/blockquant/cuda/" + resource)) {
      if (in == null) {
        throw new IllegalStateException("the jar of this backend lacks its resource " + resource);
      }
      byte[] image = new GZIPInputStream(in).readAllBytes();
      return java.util.Arrays.copyOf(image, image.length + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }
}
