package io.blockquant.cuda.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** Hold the kernels of one device, loaded into its context. Thread-safe. */
final class Kernels {

  private static final System.Logger LOG = System.getLogger("io.blockquant.cuda");

  private final String device;
  private final List<CUmodule> modules = new ArrayList<>();
  private final Map<String, CUfunction> functions = new ConcurrentHashMap<>();

  /** Load all kernels; the context is current. */
  Kernels(String device, int architecture) {
    this.device = device;
    for (String file : KernelImages.FILES) {
      modules.add(load(file, architecture));
    }
  }

  /** Machine code if the driver takes it: one older than our compiler does not. Else PTX. */
  private CUmodule load(String file, int architecture) {
    CUmodule module = new CUmodule();
    OptionalInt compiled = KernelImages.machineCodeFor(architecture);
    if (compiled.isPresent()) {
      byte[] image = KernelImages.read(KernelImages.machineCode(file, compiled.getAsInt()));
      int result = JCudaDriver.cuModuleLoadData(module, image);
      if (result == CUresult.CUDA_SUCCESS) {
        return module;
      }
      LOG.log(
          System.Logger.Level.DEBUG,
          "{0}: machine code of {1} does not load ({2}), trying PTX",
          device,
          file,
          CUresult.stringFor(result));
    }
    int oldest = architecture >= PTX_WITH_FP8 ? PTX_WITH_FP8 : KernelImages.OLDEST;
    byte[] ptx = KernelImages.read(KernelImages.ptx(file, oldest));
    Driver.check(device, "cuModuleLoadData of " + file, JCudaDriver.cuModuleLoadData(module, ptx));
    return module;
  }

  /** PTX for this architecture uses its FP8 conversions; that for the oldest does without. */
  private static final int PTX_WITH_FP8 = 90;

  /** Return a kernel; the context is current. */
  CUfunction find(String name) {
    return functions.computeIfAbsent(name, this::lookUp);
  }

  private CUfunction lookUp(String name) {
    CUfunction function = new CUfunction();
    for (CUmodule module : modules) {
      int result = JCudaDriver.cuModuleGetFunction(function, module, name);
      if (result == CUresult.CUDA_SUCCESS) {
        return function;
      }
      if (result != CUresult.CUDA_ERROR_NOT_FOUND) {
        throw Driver.failure(device, "cuModuleGetFunction of " + name, result);
      }
    }
    throw new IllegalArgumentException("there is no kernel " + name);
  }

  /** Unload; the context is current. */
  void unload() {
    modules.forEach(JCudaDriver::cuModuleUnload);
    modules.clear();
    functions.clear();
  }
}
