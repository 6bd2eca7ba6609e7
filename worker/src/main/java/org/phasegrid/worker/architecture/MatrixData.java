package org.phasegrid.worker.architecture;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Draws;
import org.phasegrid.worker.random.Key;

/**
 * The fixed data of a matrix student, in float64: what its runs share whatever they start from and
 * however they step.
 *
 * @param gram C = XᵀX / P (M, M)
 * @param noise E = s Xiᵀ X / P (N, M)
 * @param floor the loss of the teacher itself, s² |Xi|² / (2 P)
 * @param eigenvalues of C, ascending
 * @param shares (v.e_i)² of the teacher's input direction on the eigenvectors of C
 */
record MatrixData(Tensor gram, Tensor noise, double floor, double[] eigenvalues, double[] shares) {
  /** Rows of X that are held at a time. */
  private static final int ROWS = 1024;

  /** All that data depend on, by the states of the keys they are drawn from. */
  record Content(
      int outputs,
      int inputs,
      Sampling sampling,
      double noise,
      long data,
      long labelNoise,
      long teacher) {
    static Content of(MatrixStudent student, Draws draws) {
      return new Content(
          student.outputs(),
          student.inputs(),
          student.data(),
          student.noise(),
          draws.key("data").state(),
          draws.key("label-noise").state(),
          draws.key("teacher").state());
    }
  }

  /** The data of a student and its draws. */
  static MatrixData of(MatrixStudent student, Draws draws, Kernels kernels) {
    int n = student.outputs();
    int m = student.inputs();
    Tensor gram = Tensor.zeros(Precision.FLOAT64, m, m);
    Tensor noise = Tensor.zeros(Precision.FLOAT64, n, m);
    double floor = 0;
    if (student.data() instanceof Sampling.Sample sample) {
      floor = sampled(student, sample.examples(), draws, kernels, gram, noise);
    } else if (student.data() instanceof Sampling.Design design) {
      floor = designed(student, design, draws, gram, noise);
    } else {
      for (int j = 0; j < m; j++) {
        gram.set(j, j, 1);
      }
    }
    Tensor v = student.teacher(draws)[1];
    double[] eigenvalues = new double[m];
    double[] shares = new double[m];
    if (student.data() instanceof Sampling.Sample) {
      decompose(gram, v, eigenvalues, shares);
    } else {
      for (int j = 0; j < m; j++) {
        eigenvalues[j] = gram.get(j, j);
        shares[j] = v.get(j) * v.get(j);
      }
    }
    return new MatrixData(gram, noise, floor, eigenvalues, shares);
  }

  private static double sampled(
      MatrixStudent student,
      int examples,
      Draws draws,
      Kernels kernels,
      Tensor gram,
      Tensor noise) {
    int n = student.outputs();
    int m = student.inputs();
    Key inputs = draws.key("data").child("x");
    Key labels = draws.key("label-noise");
    Tensor products = Tensor.zeros(Precision.FLOAT64, m, m);
    Tensor crossed = Tensor.zeros(Precision.FLOAT64, n, m);
    double squares = 0;
    for (int begin = 0; begin < examples; begin += ROWS) {
      int rows = Math.min(ROWS, examples - begin);
      Tensor x = normals(inputs, begin, rows, m);
      kernels.gemmTransposed(x, x, products);
      kernels.axpy(1, products, gram);
      if (student.noise() > 0) {
        Tensor xi = normals(labels, begin, rows, n);
        kernels.gemmTransposed(xi, x, crossed);
        kernels.axpy(1, crossed, noise);
        squares += kernels.sumOfSquares(xi);
      }
    }
    kernels.scale(1.0 / examples, gram);
    kernels.scale(student.noise() / examples, noise);
    return student.noise() * student.noise() * squares / (2.0 * examples);
  }

  /** E = s Z C^(1/2) / sqrt(P), Z (N, M) normal: the law of s Xiᵀ X / P given C. */
  private static double designed(
      MatrixStudent student, Sampling.Design design, Draws draws, Tensor gram, Tensor noise) {
    int m = student.inputs();
    Key labels = draws.key("label-noise");
    for (int j = 0; j < m; j++) {
      double eigenvalue = design.eigenvalue(j, m);
      gram.set(j, j, eigenvalue);
      double deviation = student.noise() * Math.sqrt(eigenvalue / design.examples());
      for (int i = 0; i < student.outputs() && deviation > 0; i++) {
        noise.set(i, j, deviation * labels.child(i).normal(j));
      }
    }
    return student.noise() * student.noise() * student.outputs() / 2;
  }

  /** Standard normals (rows, size), example b from the key's child b. */
  static Tensor normals(Key key, int begin, int rows, int size) {
    Tensor x = Tensor.zeros(Precision.FLOAT64, rows, size);
    for (int b = 0; b < rows; b++) {
      double[] example = key.child(begin + b).normals(size);
      for (int i = 0; i < size; i++) {
        x.set(b, i, example[i]);
      }
    }
    return x;
  }

  private static void decompose(Tensor gram, Tensor v, double[] eigenvalues, double[] shares) {
    int m = gram.rows();
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(m, true, true);
    if (!eigen.decompose(new DMatrixRMaj(m, m, true, gram.toArray()))) {
      Arrays.fill(eigenvalues, Double.NaN);
      Arrays.fill(shares, Double.NaN);
      return;
    }
    for (int i = 0; i < m; i++) {
      eigenvalues[i] = eigen.getEigenvalue(i).getReal();
      DMatrixRMaj vector = eigen.getEigenVector(i);
      double dot = 0;
      for (int j = 0; j < m; j++) {
        dot = Math.fma(vector.get(j), v.get(j), dot);
      }
      shares[i] = dot * dot;
    }
  }
}
