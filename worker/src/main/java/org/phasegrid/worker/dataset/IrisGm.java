package org.phasegrid.worker.dataset;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Draws;
import org.phasegrid.worker.random.Key;

/**
 * A Gaussian mixture with the class means and covariances of Fisher's iris (1936): four inputs in
 * cm, three classes dealt in turn, one-hot targets; x_b = mu_c + L_c n, L_c Cholesky's factor of
 * the covariance. For the role of the iris data where no file is at hand.
 */
@About(
    value =
        "gaussian mixture with the class means and covariances of Fisher's iris; one-hot targets",
    paper = "doi:10.1111/j.1469-1809.1936.tb02137.x")
public record IrisGm(@About("number of examples") int examples) implements Dataset {
  public static final IrisGm FISHER = new IrisGm(120);

  static final int INPUTS = 4;
  static final int CLASSES = 3;

  private static final double[][] MEANS = {
    {5.006, 3.428, 1.462, 0.246}, {5.936, 2.770, 4.260, 1.326}, {6.588, 2.974, 5.552, 2.026}
  };

  private static final double[][][] COVARIANCES = {
    {
      {0.1242, 0.0992, 0.0164, 0.0103},
      {0.0992, 0.1437, 0.0117, 0.0093},
      {0.0164, 0.0117, 0.0302, 0.0061},
      {0.0103, 0.0093, 0.0061, 0.0111}
    },
    {
      {0.2664, 0.0852, 0.1829, 0.0558},
      {0.0852, 0.0985, 0.0827, 0.0412},
      {0.1829, 0.0827, 0.2208, 0.0731},
      {0.0558, 0.0412, 0.0731, 0.0391}
    },
    {
      {0.4043, 0.0938, 0.3033, 0.0491},
      {0.0938, 0.1040, 0.0714, 0.0476},
      {0.3033, 0.0714, 0.3046, 0.0488},
      {0.0491, 0.0476, 0.0488, 0.0754}
    }
  };

  public IrisGm {
    Counts.positive("examples", examples);
  }

  @Override
  public int inputs() {
    return INPUTS;
  }

  @Override
  public int outputs() {
    return CLASSES;
  }

  @Override
  public Examples draw(Draws draws) {
    return beside(draws, "data", examples);
  }

  @Override
  public Examples beside(Draws draws, String name, int count) {
    Key key = draws.key(name).child("x");
    double[][][] factors = new double[CLASSES][][];
    for (int c = 0; c < CLASSES; c++) {
      factors[c] = factor(COVARIANCES[c]);
    }
    Tensor x = Tensor.zeros(Precision.FLOAT64, INPUTS, count);
    Tensor y = Tensor.zeros(Precision.FLOAT64, CLASSES, count);
    for (int b = 0; b < count; b++) {
      int label = b % CLASSES;
      y.set(label, b, 1);
      for (int i = 0; i < INPUTS; i++) {
        double value = MEANS[label][i];
        for (int k = 0; k <= i; k++) {
          value = Math.fma(factors[label][i][k], key.normal((long) b * INPUTS + k), value);
        }
        x.set(i, b, value);
      }
    }
    return new Examples(x, y);
  }

  /** L with L L' = the covariance, lower triangular. */
  static double[][] factor(double[][] covariance) {
    int n = covariance.length;
    double[][] l = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = covariance[i][j];
        for (int k = 0; k < j; k++) {
          rest -= l[i][k] * l[j][k];
        }
        l[i][j] = i == j ? Math.sqrt(rest) : rest / l[j][j];
      }
    }
    return l;
  }
}
