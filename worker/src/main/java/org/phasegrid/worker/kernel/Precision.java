package org.phasegrid.worker.kernel;

/** The floating-point format a run trains in. Measuring is always float64. */
public enum Precision {
  FLOAT64,
  FLOAT32
}
