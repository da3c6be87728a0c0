package io.blockquant.cuda.driver;

/**
 * Hold memory of a GPU, aligned to 256 bytes; closing it hands it back.
 *
 * <p>Whoever closes it has seen to it that no work on it is under way.
 */
public interface DeviceMemory extends AutoCloseable {

  /** Return the address on the device. */
  long address();

  /** Return the number of bytes that were asked for. */
  long byteSize();

  /** Hand the memory back; a second call does nothing. */
  @Override
  void close();
}
