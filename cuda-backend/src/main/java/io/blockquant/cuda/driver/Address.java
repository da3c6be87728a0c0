package io.blockquant.cuda.driver;

import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;

/** Turn addresses into JCuda's pointers and back: it hides them from all but its subclasses. */
final class Address {

  private Address() {}

  /** Return a pointer to memory off the heap. */
  static Pointer host(long address) {
    return new Host(address);
  }

  /** Return a pointer to memory of a device. */
  static CUdeviceptr device(long address) {
    return new Device(address);
  }

  /** Return an empty pointer for the driver to fill. */
  static Filled toFill() {
    return new Filled();
  }

  private static final class Host extends Pointer {
    Host(long address) {
      super(address);
    }
  }

  /** JCuda has no constructor for an address: an offset from the null pointer is one. */
  private static final class Device extends CUdeviceptr {
    Device(long address) {
      super(new CUdeviceptr(), address);
    }
  }

  /** A pointer that the driver fills. */
  static final class Filled extends CUdeviceptr {
    long address() {
      return getNativePointer();
    }
  }

  /** A pointer to pinned memory that the driver fills. */
  static final class Pinned extends Pointer {
    long address() {
      return getNativePointer();
    }
  }
}
