package io.blockquant.cli.bench;

import io.blockquant.core.tensor.Shape;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Read sizes off the command line, as element counts, as bytes of float32 or as shapes. */
public final class Sizes {
  private static final long LARGEST = 1L << 34;
  private static final Pattern POWER = Pattern.compile("2\\^(\\d{1,2})");
  private static final Pattern BYTES = Pattern.compile("(?i)(\\d{1,9})(B|KiB|MiB|GiB)");

  private Sizes() {}

  /** Reads {@code 16777216} or {@code 2^24}. */
  static final class Elements implements ITypeConverter<Shape> {
    @Override
    public Shape convert(String text) {
      Matcher power = POWER.matcher(text);
      if (power.matches()) {
        return matrix(1L << Math.min(Long.SIZE - 2, Integer.parseInt(power.group(1))), text);
      }
      if (text.matches("\\d{1,18}")) {
        return matrix(Long.parseLong(text), text);
      }
      throw new TypeConversionException("'" + text + "' is not a count such as 262144 or 2^24");
    }
  }

  /** Return the shape of a float32 matrix of so many bytes: {@code 64MiB}. */
  public static Shape ofBytes(String text) {
    return new Bytes().convert(text);
  }

  /** Reads {@code 64MiB}. */
  static final class Bytes implements ITypeConverter<Shape> {
    @Override
    public Shape convert(String text) {
      Matcher bytes = BYTES.matcher(text);
      if (!bytes.matches()) {
        throw new TypeConversionException("'" + text + "' is not a size such as 1MiB or 64MiB");
      }
      long unit =
          switch (bytes.group(2).toLowerCase(Locale.ROOT)) {
            case "kib" -> 1L << 10;
            case "mib" -> 1L << 20;
            case "gib" -> 1L << 30;
            default -> 1;
          };
      return matrix(Long.parseLong(bytes.group(1)) * unit / Float.BYTES, text);
    }
  }

  /** Reads {@code 4096x4096}. */
  static final class Dims implements ITypeConverter<Shape> {
    @Override
    public Shape convert(String text) {
      if (!text.matches("\\d{1,12}(x\\d{1,12}){1,2}")) {
        throw new TypeConversionException(
            "'" + text + "' is not a shape of rank 2 or 3 such as 4096x4096");
      }
      long[] dims = Arrays.stream(text.split("x")).mapToLong(Long::parseLong).toArray();
      long count = 1;
      for (long dim : dims) {
        count = Math.multiplyHigh(count, dim) == 0 ? count * dim : Long.MAX_VALUE;
      }
      check(count, text);
      return Shape.of(dims);
    }
  }

  /** Return the matrix nearest to a square whose rows are a power of two, as blocks need. */
  static Shape matrix(long elements, String text) {
    check(elements, text);
    long rows = Long.lowestOneBit(elements);
    while (rows > 1 && rows * rows > elements) {
      rows /= 2;
    }
    return Shape.of(rows, elements / rows);
  }

  private static void check(long elements, String text) {
    if (elements < 1 || elements > LARGEST) {
      throw new TypeConversionException("'" + text + "' must be 1 to " + LARGEST + " elements");
    }
  }
}
