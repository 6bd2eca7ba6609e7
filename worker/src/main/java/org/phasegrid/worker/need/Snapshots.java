package org.phasegrid.worker.need;

import org.phasegrid.worker.kernel.Kernels;

/** All snapshots of a run and its twins, or what embedding them needs: their inner products. */
public sealed interface Snapshots permits Bundle, Gram {
  /** The arithmetic of sums over parameters. */
  Kernels kernels();

  /** P. */
  int parameters();

  /** T + 1. */
  int times();

  /** R = M + 1. */
  int replicas();
}
