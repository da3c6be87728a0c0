package io.blockquant.onnx.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parse a message from native memory so that the large tensors in it stay where they are.
 *
 * <p>protobuf-java copies a direct buffer to the heap before it parses it, and its byte strings
 * live on the heap only: the weights of a mapped file would be read, copied and kept twice. So this
 * reader splits the message instead. Large raw data becomes a view of the memory, a large message
 * that may hold some is split in turn, and protobuf parses all else, in order: a message is the
 * merge of its parts. {@link WireScan} has checked the bytes and their depth before.
 */
final class SplitParser {

  /** From this length on, raw data is a view and a message that leads to some is split. */
  static final int ALIASED = 4096;

  /**
   * The fields that lead to raw data which the importer reads as a tensor. Tensors anywhere else
   * are kept encoded or skipped, so protobuf has to hold all of them.
   */
  private static final Set<String> SPLIT =
      Set.of(
          "onnx.ModelProto.graph",
          "onnx.GraphProto.node",
          "onnx.GraphProto.initializer",
          "onnx.NodeProto.attribute",
          "onnx.AttributeProto.t",
          "onnx.AttributeProto.g",
          "onnx.AttributeProto.graphs",
          "onnx.TensorProto.raw_data");

  private final MemorySegment memory;
  private final Views views = new Views();

  private SplitParser(MemorySegment memory) {
    this.memory = memory;
  }

  /** Merge the message in memory into {@code target}, and return its views of that memory. */
  static Views parse(MemorySegment memory, Message.Builder target)
      throws IOException, WireException {
    SplitParser parser = new SplitParser(memory);
    parser.parse(target, 0, memory.byteSize());
    return parser.views;
  }

  /** Tell whether a field is split, or a view, when it is large. */
  static boolean splits(FieldDescriptor field) {
    return SPLIT.contains(field.getFullName());
  }

  private void parse(Message.Builder target, long from, long end)
      throws IOException, WireException {
    WireReader reader = new WireReader(memory, from, end);
    long pendingFrom = from;
    while (reader.next()) {
      @Nullable FieldDescriptor field =
          target.getDescriptorForType().findFieldByNumber(reader.field());
      if (field == null
          || reader.wireType() != WireReader.LENGTH_DELIMITED
          || reader.payloadLength() < ALIASED
          || !splits(field)) {
        continue;
      }
      merge(target, pendingFrom, reader.fieldStart());
      add(target, field, value(target, field, reader));
      pendingFrom = reader.payloadEnd();
    }
    merge(target, pendingFrom, end);
  }

  private Object value(Message.Builder target, FieldDescriptor field, WireReader reader)
      throws IOException, WireException {
    if (field.getJavaType() == JavaType.BYTE_STRING) {
      return views.standIn(memory.asSlice(reader.payload(), reader.payloadLength()));
    }
    Message.Builder child = target.newBuilderForField(field);
    if (!field.isRepeated() && target.hasField(field)) {
      // A single message that occurs twice is the merge of both.
      child.mergeFrom((Message) target.getField(field));
    }
    parse(child, reader.payload(), reader.payloadEnd());
    return child.build();
  }

  private static void add(Message.Builder target, FieldDescriptor field, Object value) {
    if (field.isRepeated()) {
      target.addRepeatedField(field, value);
    } else {
      target.setField(field, value);
    }
  }

  private void merge(Message.Builder target, long from, long end) throws IOException {
    if (from == end) {
      return;
    }
    byte[] bytes = memory.asSlice(from, end - from).toArray(ValueLayout.JAVA_BYTE);
    CodedInputStream input = CodedInputStream.newInstance(bytes);
    input.setRecursionLimit(WireScan.MAX_DEPTH + 1);
    target.mergeFrom(input);
    input.checkLastTagWas(0);
  }
}
