package io.blockquant.onnx.write;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.onnx.proto.TensorProto;
import io.blockquant.onnx.tensor.TensorWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Append the bytes of large initializers to one file beside the model. */
public final class ExternalFile implements AutoCloseable {

  /** ONNX asks for offsets that can be mapped. */
  private static final long PAGE = 4096;

  /** What one call writes at most, so that any tensor fits a buffer. */
  private static final long CHUNK = 1L << 30;

  private final String location;
  private final long threshold;
  private final FileChannel channel;
  private long position;

  /**
   * Create the file.
   *
   * @param target where to write
   * @param location the name by which the model will refer to it
   * @param threshold the number of bytes from which an initializer goes here
   */
  public ExternalFile(Path target, String location, long threshold) throws IOException {
    this.location = location;
    this.threshold = threshold;
    this.channel =
        FileChannel.open(
            target,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
  }

  /** Write an initializer here if it is large, and return its message. */
  TensorProto write(String name, Tensor tensor) {
    // ONNX keeps text in the model.
    if (tensor.byteSize() < threshold || tensor.elementType() == ElementType.STRING) {
      return TensorWriter.inline(name, tensor);
    }
    try {
      position = Math.ceilDiv(position, PAGE) * PAGE;
      long offset = position;
      append(tensor.segment());
      return TensorWriter.external(name, tensor, location, offset);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void append(MemorySegment bytes) throws IOException {
    for (long from = 0; from < bytes.byteSize(); from += CHUNK) {
      ByteBuffer chunk =
          bytes.asSlice(from, Math.min(CHUNK, bytes.byteSize() - from)).asByteBuffer();
      while (chunk.hasRemaining()) {
        position += channel.write(chunk, position);
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
