package io.blockquant.cuda.driver;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import java.util.Set;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** Judge what the driver answers. */
final class Driver {

  /** After these the driver refuses all further work of this process on the device. */
  private static final Set<Integer> LOST =
      Set.of(
          CUresult.CUDA_ERROR_ECC_UNCORRECTABLE,
          CUresult.CUDA_ERROR_ILLEGAL_ADDRESS,
          CUresult.CUDA_ERROR_ILLEGAL_INSTRUCTION,
          CUresult.CUDA_ERROR_MISALIGNED_ADDRESS,
          CUresult.CUDA_ERROR_INVALID_ADDRESS_SPACE,
          CUresult.CUDA_ERROR_INVALID_PC,
          CUresult.CUDA_ERROR_HARDWARE_STACK_ERROR,
          CUresult.CUDA_ERROR_LAUNCH_FAILED,
          CUresult.CUDA_ERROR_LAUNCH_TIMEOUT,
          CUresult.CUDA_ERROR_CONTEXT_IS_DESTROYED,
          CUresult.CUDA_ERROR_DEVICE_UNAVAILABLE,
          CUresult.CUDA_ERROR_DEINITIALIZED);

  private Driver() {}

  /**
   * Accept success.
   *
   * @param call the driver's function and what it was for
   * @throws BlockquantException if the driver answered anything else
   */
  static void check(String device, String call, int result) {
    if (result != CUresult.CUDA_SUCCESS) {
      throw failure(device, call, result);
    }
  }

  /** Word an answer that is not success. */
  static BlockquantException failure(String device, String call, int result) {
    boolean lost = LOST.contains(result);
    return Diagnostic.error(
            lost ? "Cuda.DeviceLost" : "Cuda.Failure",
            lost ? "the GPU MUST stay usable" : "the NVIDIA driver MUST do what it is asked")
        .fact("device", device)
        .fact("call", call)
        .fact("answer", CUresult.stringFor(result) + " (" + result + "): " + text(result))
        .help(
            lost
                ? "close the session; work of this process on the device cannot go on, a new process"
                    + " can; nvidia-smi and the system log may tell what happened"
                : "see the answer; nvidia-smi shows the state of the device")
        .asException();
  }

  private static String text(int result) {
    String[] words = new String[1];
    JCudaDriver.cuGetErrorString(result, words);
    return words[0] == null ? "unknown" : words[0];
  }
}
