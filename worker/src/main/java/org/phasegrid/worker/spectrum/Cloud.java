package org.phasegrid.worker.spectrum;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * N points in three dimensions, as classical scaling of a distance matrix makes them (Torgerson
 * 1952).
 */
public final class Cloud {
  private final double[] x;

  /**
   * @param x (N, 3) row-major; kept
   */
  Cloud(double[] x) {
    this.x = x;
  }

  /** Points from their coordinates (N, 3), row-major. */
  public static Cloud of(double... coordinates) {
    return new Cloud(coordinates.clone());
  }

  /** N. */
  public int size() {
    return x.length / 3;
  }

  /** The coordinates (N, 3), row-major: a copy. */
  public double[] coordinates() {
    return x.clone();
  }

  /** |X| / sqrt(N). */
  public double radius() {
    double squares = 0;
    for (double each : x) {
      squares = Math.fma(each, each, squares);
    }
    return Math.sqrt(squares / size());
  }

  /** Standard deviation over mean of the distances from the origin: 0 on a sphere. */
  public double radialVariation() {
    double[] radii = new double[size()];
    double mean = 0;
    for (int i = 0; i < radii.length; i++) {
      double square = 0;
      for (int k = 0; k < 3; k++) {
        square = Math.fma(x[3 * i + k], x[3 * i + k], square);
      }
      radii[i] = Math.sqrt(square);
      mean += radii[i];
    }
    mean /= radii.length;
    double squares = 0;
    for (double radius : radii) {
      squares = Math.fma(radius - mean, radius - mean, squares);
    }
    return Math.sqrt(squares / radii.length) / mean;
  }

  /** This cloud turned (and mirrored) by the orthogonal R that minimizes |X - Y R|, Y this one. */
  public Cloud turnedTo(Cloud other) {
    DMatrixRMaj cross = new DMatrixRMaj(3, 3);
    for (int i = 0; i < size(); i++) {
      for (int row = 0; row < 3; row++) {
        for (int column = 0; column < 3; column++) {
          cross.add(row, column, x[3 * i + row] * other.x[3 * i + column]);
        }
      }
    }
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(3, 3, true, true, false);
    if (!svd.decompose(cross)) {
      double[] undefined = new double[x.length];
      Arrays.fill(undefined, Double.NaN);
      return new Cloud(undefined);
    }
    DMatrixRMaj r = new DMatrixRMaj(3, 3);
    CommonOps_DDRM.mult(svd.getU(null, false), svd.getV(null, true), r);
    double[] turned = new double[x.length];
    for (int i = 0; i < size(); i++) {
      for (int column = 0; column < 3; column++) {
        double sum = 0;
        for (int row = 0; row < 3; row++) {
          sum = Math.fma(x[3 * i + row], r.get(row, column), sum);
        }
        turned[3 * i + column] = sum;
      }
    }
    return new Cloud(turned);
  }

  /** min over orthogonal R of |X - Y R| / |X|, X this cloud and Y the other; NaN without extent. */
  public double stepTo(Cloud other) {
    Cloud turned = other.turnedTo(this);
    double squares = 0;
    for (int i = 0; i < x.length; i++) {
      squares = Math.fma(x[i] - turned.x[i], x[i] - turned.x[i], squares);
    }
    return Math.sqrt(squares / size()) / radius();
  }
}
