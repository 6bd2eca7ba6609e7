package org.phasegrid.worker.kernel;

/** Which kernels this JVM can run. */
final class KernelChoice {
  private KernelChoice() {}

  /** The vector module is an incubator: it is there only when the JVM was started with it. */
  static Kernels best() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
        ? Lanes.kernels()
        : new ScalarKernels();
  }

  /** Apart, so that without the module no class is loaded that needs it. */
  private static final class Lanes {
    static Kernels kernels() {
      return new VectorKernels();
    }
  }
}
