package org.phasegrid.worker.kernel;

/** Which kernels this JVM can run. */
final class KernelChoice {
  private KernelChoice() {}

  static Kernels best() {
    return new ScalarKernels();
  }
}
