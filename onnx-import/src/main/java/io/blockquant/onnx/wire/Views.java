package io.blockquant.onnx.wire;

import com.google.protobuf.ByteString;
import java.lang.foreign.MemorySegment;
import java.util.IdentityHashMap;

/**
 * Find the memory that the large byte strings of a parsed message stand for.
 *
 * <p>A {@link ByteString} cannot hold native memory, so the message holds a stand-in instead. It is
 * known by its identity: no bytes of a file can be taken for one. Not thread-safe.
 */
public final class Views {

  private final IdentityHashMap<ByteString, MemorySegment> views = new IdentityHashMap<>();

  /** Know the byte strings of no message: each is what it holds. */
  public Views() {}

  /** Return a stand-in for memory. */
  ByteString standIn(MemorySegment memory) {
    // A new object each time; an empty one would be shared.
    ByteString standIn = ByteString.copyFrom(new byte[1]);
    views.put(standIn, memory);
    return standIn;
  }

  /** Return the memory of a byte string of the message: native for a large one, else its heap. */
  public MemorySegment memory(ByteString bytes) {
    MemorySegment view = views.get(bytes);
    return view != null ? view : MemorySegment.ofBuffer(bytes.asReadOnlyByteBuffer());
  }
}
