package org.phasegrid.worker.architecture;

import org.phasegrid.worker.activation.Activation;
import org.phasegrid.worker.kernel.Precision;

/**
 * The pace of a fully connected network, from the rates of its kernels measured one by one (16 x 16
 * x 272 and 128 x 128 x 512, 512 bits): within 10 % of both ways there. A count of vectors is what
 * scales with the width of the machine.
 */
final class MlpPace {
  /** Operations of a product per second and lane, where all lanes are filled. */
  private static final double HERD_PER_LANE = 9e9;

  private static final double ALONE_PER_LANE = 6.75e9;

  /** A herd whose weights of one layer leave the second cache is so much slower. */
  private static final double STREAMED = 2.5;

  private static final double CACHE_BYTES = 512e3;

  /**
   * Weights of a herd that are read from memory gain nothing, and each run needs its own anyway.
   */
  private static final double HERD_BYTES = 256e6;

  /** Readouts of few rows fill no tile. */
  private static final double THIN = 3;

  private static final double PASS = 1.2e-9;
  private static final double VECTOR_64 = 16.6e-9;
  private static final double VECTOR_32 = 10e-9;
  private static final double ELEMENT = 30e-9;
  private static final double TURN_PER_ELEMENT = 0.3e-9;
  private static final double CALL = 0.1e-6;
  private static final double CALLS_PER_LAYER = 6;
  private static final double VERDICT = 0.15e-6;

  private MlpPace() {}

  static Pace of(Mlp mlp, int inputs, int outputs, int batch, Precision precision, int lanes) {
    double alone = 0;
    double herd = VERDICT * lanes;
    double weights = 0;
    for (int layer = 1; layer <= mlp.depth() + 1; layer++) {
      double fanIn = mlp.units(layer - 1, inputs, outputs);
      double units = mlp.units(layer, inputs, outputs);
      double product = 2 * fanIn * units * batch;
      double thin = units < 4 ? THIN : 1;
      double backward = layer > 1 ? 1 : 0;
      // Lanes are examples forwards and back, inputs in the gradient; the last vector may be empty.
      alone +=
          product
              * ((1 + backward) * whole(batch, lanes) + whole(fanIn, lanes))
              / (ALONE_PER_LANE * lanes);
      double bytes = fanIn * units * lanes * (precision == Precision.FLOAT64 ? 8 : 4);
      weights += bytes;
      double streamed = bytes > CACHE_BYTES ? STREAMED : 1;
      herd += product * (2 + backward) * thin * streamed / HERD_PER_LANE;
      double elements = units * batch;
      if (layer <= mlp.depth()) {
        double there = perVector(mlp.activation().work(), precision, lanes);
        alone += elements * (there / lanes + TURN_PER_ELEMENT);
        herd += elements * there;
      }
      alone += CALLS_PER_LAYER * CALL;
      herd += CALLS_PER_LAYER * CALL;
    }
    return new Pace(alone, weights > HERD_BYTES ? Double.POSITIVE_INFINITY : herd, lanes);
  }

  /** Seconds of a vector of elements through the activation and back. */
  private static double perVector(Activation.Work work, Precision precision, int lanes) {
    return switch (work) {
      case LITTLE -> 2 * PASS;
      case VECTORS -> PASS + (precision == Precision.FLOAT64 ? VECTOR_64 : VECTOR_32);
      case ELEMENTS -> PASS + lanes * ELEMENT;
    };
  }

  /** How many times as long it takes for the last vector not being full. */
  private static double whole(double count, int lanes) {
    return StrictMath.ceil(count / lanes) * lanes / count;
  }
}
