package io.blockquant.onnx.wire;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Walk the fields of a message and of all messages in it before anything is allocated for them.
 *
 * <p>Finds where a file ends too early and in which field, which protobuf itself cannot say, and
 * bounds what parsing may cost: an empty node takes 2 bytes in a file and some hundred on the heap.
 * Iterative: a file drives the depth of an explicit stack, not of the thread's.
 */
final class WireScan {

  /** Subgraphs take 3 levels each, so this is deeper than any that the importer accepts. */
  static final int MAX_DEPTH = 90;

  /** What a message or a string costs on the heap beside its bytes; measured roughly, high. */
  private static final long OBJECT_BYTES = 160;

  /** A packed one-byte number becomes 8 bytes in a list that doubles as it grows. */
  private static final long PACKED_FACTOR = 24;

  private final MemorySegment memory;
  private final long heapLimit;
  private final Deque<Level> levels = new ArrayDeque<>();
  private long heapEstimate;

  private WireScan(MemorySegment memory, long heapLimit) {
    this.memory = memory;
    this.heapLimit = heapLimit;
  }

  /**
   * Check that memory holds a message of a type.
   *
   * @param heapLimit the most that the parsed message may take on the heap, in bytes
   * @return the estimate
   * @throws ScanException if it does not
   */
  static long check(MemorySegment memory, Descriptor type, long heapLimit) throws ScanException {
    WireScan scan = new WireScan(memory, heapLimit);
    scan.levels.push(new Level(type, "", new WireReader(memory, 0, memory.byteSize()), true));
    try {
      scan.walk();
    } catch (WireException e) {
      throw new ScanException(e, scan.path(e.field()), scan.isInsideKnownField(e));
    }
    return scan.heapEstimate;
  }

  private void walk() throws WireException {
    while (!levels.isEmpty()) {
      Level level = levels.element();
      if (!level.reader.next()) {
        levels.pop();
        continue;
      }
      @Nullable FieldDescriptor field = level.type.findFieldByNumber(level.reader.field());
      if (field != null) {
        checkWireType(level.reader, field);
      }
      charge(level, field);
      if (field != null && field.getJavaType() == JavaType.MESSAGE) {
        descend(level, field);
      } else if (field != null && field.getJavaType() == JavaType.STRING) {
        checkText(level.reader, field);
      }
    }
  }

  private void descend(Level level, FieldDescriptor field) throws WireException {
    WireReader reader = level.reader;
    if (levels.size() >= MAX_DEPTH) {
      throw new WireException(
          WireException.Kind.TOO_DEEP, reader.fieldStart(), reader.field(), MAX_DEPTH + " levels");
    }
    String name = field.getName() + (field.isRepeated() ? "[" + level.count(field) + "]" : "");
    levels.push(
        new Level(
            field.getMessageType(),
            name,
            new WireReader(memory, reader.payload(), reader.payloadEnd()),
            level.split && SplitParser.splits(field)));
  }

  /** Protobuf would take a field of another wire type for an unknown one and lose it silently. */
  private static void checkWireType(WireReader reader, FieldDescriptor field) throws WireException {
    int declared = field.getLiteType().getWireType();
    boolean packed = field.isPackable() && reader.wireType() == WireReader.LENGTH_DELIMITED;
    if (reader.wireType() != declared && !packed) {
      throw new WireException(
          WireException.Kind.MALFORMED,
          reader.fieldStart(),
          reader.field(),
          "wire type " + reader.wireType() + ", expected " + declared);
    }
  }

  private void checkText(WireReader reader, FieldDescriptor field) throws WireException {
    if (field.getName().equals("doc_string")) {
      return; // Nobody reads it: a comment in another encoding is no reason to refuse a model.
    }
    byte[] bytes =
        memory.asSlice(reader.payload(), reader.payloadLength()).toArray(ValueLayout.JAVA_BYTE);
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      throw new WireException(
          WireException.Kind.BAD_TEXT,
          reader.payload(),
          reader.field(),
          new String(bytes, StandardCharsets.UTF_8));
    }
  }

  private void charge(Level level, @Nullable FieldDescriptor field) throws WireException {
    WireReader reader = level.reader;
    boolean delimited = reader.wireType() == WireReader.LENGTH_DELIMITED;
    if (field == null) {
      // Unknown fields are kept by protobuf: an object and the bytes.
      heapEstimate += OBJECT_BYTES + reader.payloadLength();
    } else if (!delimited) {
      heapEstimate += field.isRepeated() ? PACKED_FACTOR : 0;
    } else {
      heapEstimate +=
          switch (field.getJavaType()) {
            case MESSAGE -> OBJECT_BYTES;
            case STRING -> OBJECT_BYTES + 2 * reader.payloadLength();
            case BYTE_STRING ->
                OBJECT_BYTES + Math.min(reader.payloadLength(), SplitParser.ALIASED);
            case INT, LONG, FLOAT, DOUBLE, BOOLEAN, ENUM ->
                reader.payloadLength() * packedFactor(field);
          };
    }
    if (heapEstimate > heapLimit) {
      throw new WireException(
          WireException.Kind.TOO_LARGE, reader.fieldStart(), reader.field(), heapLimit + " bytes");
    }
  }

  private static long packedFactor(FieldDescriptor field) {
    // Floats and doubles are as wide in the file as on the heap.
    return switch (field.getJavaType()) {
      case FLOAT, DOUBLE -> 3;
      default -> PACKED_FACTOR;
    };
  }

  /** Garbage rarely starts with the tag of a field that a model has. */
  private boolean isInsideKnownField(WireException e) {
    Level root = levels.getLast();
    return levels.size() > 1 || root.type.findFieldByNumber(e.field()) != null;
  }

  /** Word where the walk stands: {@code graph.initializer[2].raw_data}. */
  private String path(int fieldNumber) {
    StringBuilder path = new StringBuilder();
    levels
        .descendingIterator()
        .forEachRemaining(level -> {
          if (!level.name.isEmpty()) {
            path.append(path.isEmpty() ? "" : ".").append(level.name);
          }
        });
    Level last = levels.element();
    @Nullable FieldDescriptor field = last.type.findFieldByNumber(fieldNumber);
    String name =
        fieldNumber == 0
            ? "the next field of " + last.type.getName()
            : field == null ? "unknown field " + fieldNumber : field.getName();
    return path + (path.isEmpty() ? "" : ".") + name;
  }

  /** One message that the walk is inside of. */
  private static final class Level {
    private final Descriptor type;
    private final String name;
    private final WireReader reader;
    private final int[] counts;

    /** Whether large raw data in here becomes a view, which costs no heap. */
    private final boolean split;

    Level(Descriptor type, String name, WireReader reader, boolean split) {
      this.split = split;
      this.type = type;
      this.name = name;
      this.reader = reader;
      this.counts = new int[type.getFields().size()];
    }

    int count(FieldDescriptor field) {
      return counts[field.getIndex()]++;
    }
  }

  /** Carries where and why the walk stopped. */
  static final class ScanException extends Exception {
    private static final long serialVersionUID = 1L;

    private final WireException.Kind kind;
    private final long position;
    private final String path;

    ScanException(WireException cause, String path, boolean insideKnownField) {
      super(cause.getMessage(), cause);
      // A file that is cut off ends inside something; what ends elsewhere never was a model.
      this.kind =
          cause.kind() == WireException.Kind.TRUNCATED && !insideKnownField
              ? WireException.Kind.MALFORMED
              : cause.kind();
      this.position = cause.position();
      this.path = path;
    }

    WireException.Kind kind() {
      return kind;
    }

    long position() {
      return position;
    }

    String path() {
      return path;
    }

    String found() {
      return String.valueOf(getMessage());
    }
  }
}
