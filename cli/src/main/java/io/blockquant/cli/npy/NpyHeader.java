package io.blockquant.cli.npy;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Hold what the header of a .npy file says.
 *
 * @param descr numpy's name of the element type: {@code <f4}
 * @param fortranOrder {@code true} where the first index varies fastest
 * @param shape the extents
 * @param dataOffset where the elements start in the file
 */
record NpyHeader(String descr, boolean fortranOrder, Shape shape, int dataOffset) {

  /** The longest header that is read: numpy itself refuses longer ones by default. */
  static final int MAX_LENGTH = 10_000;

  /** The most bytes that lie before the elements. */
  static final int MAX_PREFIX = 12 + MAX_LENGTH;

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']{1,32})'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\sL]*)\\)");

  /**
   * Read a header.
   *
   * @param prefix the start of the file, {@link #MAX_PREFIX} bytes or the whole file if shorter
   * @throws BlockquantException {@code Cli.NpyHeader} if it is none
   */
  static NpyHeader parse(String file, byte[] prefix) {
    if (prefix.length < 10 || !Arrays.equals(prefix, 0, 6, MAGIC, 0, 6)) {
      throw broken(file, "magic", "\\x93NUMPY", "another start, or a file shorter than 10 bytes");
    }
    int major = prefix[6];
    if (major < 1 || major > 3) {
      throw broken(file, "version", "1, 2 or 3", major);
    }
    ByteBuffer buffer = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).position(8);
    int start = major == 1 ? 10 : 12;
    if (prefix.length < start) {
      throw broken(file, "bytes before the header", start, prefix.length);
    }
    long length =
        major == 1
            ? Short.toUnsignedInt(buffer.getShort())
            : Integer.toUnsignedLong(buffer.getInt());
    if (length > MAX_LENGTH || start + length > prefix.length) {
      throw broken(file, "header length", "at most " + (prefix.length - start), length);
    }
    String text = new String(prefix, start, (int) length, StandardCharsets.UTF_8);
    return new NpyHeader(
        find(file, text, DESCR, "'descr': a plain type such as '<f4'"),
        find(file, text, ORDER, "'fortran_order': True or False").equals("True"),
        shape(file, find(file, text, SHAPE, "'shape': a tuple of extents")),
        start + (int) length);
  }

  /** Return the bytes of a version 1.0 header, padded so that the elements are aligned. */
  static byte[] encode(String descr, Shape shape) {
    String extents =
        Arrays.stream(shape.dims()).mapToObj(dim -> dim + ",").collect(Collectors.joining(" "));
    String text =
        "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + extents + "), }";
    int unpadded = MAGIC.length + 4 + text.length() + 1;
    String padded = text + " ".repeat(-unpadded & (ALIGNMENT - 1)) + "\n";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(MAGIC);
    bytes.write(1);
    bytes.write(0);
    bytes.write(padded.length() & 0xFF);
    bytes.write(padded.length() >> Byte.SIZE);
    bytes.writeBytes(padded.getBytes(StandardCharsets.US_ASCII));
    return bytes.toByteArray();
  }

  private static String find(String file, String text, Pattern pattern, String expected) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw broken(file, "header", expected, text.strip());
    }
    return matcher.group(1);
  }

  private static Shape shape(String file, String text) {
    try {
      return Shape.of(
          Arrays.stream(text.split(","))
              .map(part -> part.replace("L", "").strip())
              .filter(part -> !part.isEmpty())
              .mapToLong(Long::parseLong)
              .toArray());
    } catch (ArithmeticException | NumberFormatException e) {
      throw broken(file, "shape", "extents whose product fits 63 bits", "(" + text + ")");
    }
  }

  private static BlockquantException broken(
      String file, String what, Object expected, Object found) {
    return Diagnostic.error("Cli.NpyHeader", "a .npy file MUST start with a well-formed header")
        .at(Place.file(file))
        .fact(what + " expected", expected)
        .fact(what + " found", found)
        .help("write the file again with numpy.save(name, array)")
        .asException();
  }
}
