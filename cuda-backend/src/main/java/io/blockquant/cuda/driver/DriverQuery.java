package io.blockquant.cuda.driver;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jcuda.CudaException;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** Ask the driver, call by call, through JCuda. */
final class DriverQuery {

  /** CUDA 12.0, which came with driver R525. */
  private static final int OLDEST_VERSION = 12_000;

  /** NVIDIA's own limit of a device name. */
  private static final int NAME_BYTES = 256;

  private DriverQuery() {}

  /** Load JCuda's binding and ask; the one place that a failure to link leaves. */
  static DriverStatus ask() {
    UnpackedLibrary unpacked = new UnpackedLibrary();
    try {
      return gpus();
    } catch (UnsatisfiedLinkError e) {
      unpacked.removeIfNew();
      return LoadFailure.explain(e);
    } catch (CudaException e) {
      return new DriverStatus.Unusable(
          "the NVIDIA driver fails: " + e.getMessage(), LoadFailure.DRIVER_REMEDY);
    }
  }

  private static DriverStatus gpus() {
    int[] version = new int[1];
    check("cuDriverGetVersion", JCudaDriver.cuDriverGetVersion(version));
    if (version[0] < OLDEST_VERSION) {
      return new DriverStatus.Unusable(
          "the NVIDIA driver is too old: it supports CUDA "
              + DriverStatus.versionText(version[0])
              + ", expected 12.0 or newer",
          LoadFailure.DRIVER_REMEDY);
    }
    check("cuInit", JCudaDriver.cuInit(0));
    int[] count = new int[1];
    check("cuDeviceGetCount", JCudaDriver.cuDeviceGetCount(count));
    if (count[0] == 0) {
      return new DriverStatus.Unusable(
          "the NVIDIA driver lists no GPU",
          "check that nvidia-smi lists a GPU and that CUDA_VISIBLE_DEVICES does not hide it");
    }
    List<GpuInfo> gpus = new ArrayList<>(count[0]);
    for (int ordinal = 0; ordinal < count[0]; ordinal++) {
      gpus.add(gpu(ordinal));
    }
    return new DriverStatus.Working(version[0], gpus);
  }

  private static GpuInfo gpu(int ordinal) {
    CUdevice device = new CUdevice();
    check("cuDeviceGet", JCudaDriver.cuDeviceGet(device, ordinal));
    byte[] name = new byte[NAME_BYTES];
    check("cuDeviceGetName", JCudaDriver.cuDeviceGetName(name, name.length, device));
    long[] memory = new long[1];
    check("cuDeviceTotalMem", JCudaDriver.cuDeviceTotalMem(memory, device));
    return new GpuInfo(
        ordinal,
        untilNul(name),
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR),
        memory[0]);
  }

  private static int attribute(CUdevice device, int attribute) {
    int[] value = new int[1];
    check("cuDeviceGetAttribute", JCudaDriver.cuDeviceGetAttribute(value, attribute, device));
    return value[0];
  }

  private static String untilNul(byte[] text) {
    int length = 0;
    while (length < text.length && text[length] != 0) {
      length++;
    }
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }

  /** JCuda throws by itself only where somebody in this process switched that on. */
  private static void check(String call, int result) {
    if (result != CUresult.CUDA_SUCCESS) {
      throw new CudaException(call + " answered " + CUresult.stringFor(result));
    }
  }
}
