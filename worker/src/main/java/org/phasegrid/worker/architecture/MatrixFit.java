package org.phasegrid.worker.architecture;

import java.util.List;
import org.phasegrid.worker.activation.Activation;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Draws;

/**
 * The loss of a {@link MatrixStudent}. Until it is told a step, a stream is its population; in
 * float64 and without a step it is what measuring rests on.
 *
 * <p>Orders of operations: linear on fixed data G = D C - E by one product; on examples H = D Xᵀ
 * (or W Xᵀ and W* Xᵀ), G = (R f'(H)) X / B by two.
 */
public final class MatrixFit implements Objective {
  private final MatrixStudent student;
  private final Draws draws;
  private final Shared shared;
  private final Precision precision;
  private final Kernels kernels;
  private final List<Block> blocks;
  private final Activation f;
  private final Tensor u;
  private final Tensor v;
  private final Tensor teacher;
  private final Tensor distance;
  private final Tensor product;
  private final Form form;

  /** One way of computing the loss. */
  private interface Form {
    /** L(W); g (N, M) is dL/dW when it returns. */
    double gradient(Tensor w, Tensor g);

    /** out = H v at W. */
    void hessianTimes(Tensor w, Tensor direction, Tensor out);

    /** out = Gauss-Newton times v at W. */
    void gaussNewtonTimes(Tensor w, Tensor direction, Tensor out);

    default void step(long step) {}
  }

  MatrixFit(
      MatrixStudent student, Draws draws, Shared shared, Precision precision, Kernels kernels) {
    this.student = student;
    this.draws = draws;
    this.shared = shared;
    this.precision = precision;
    this.kernels = kernels;
    blocks = student.blocks(1, 1);
    f = student.activation();
    Tensor[] directions = student.teacher(draws);
    u = directions[0];
    v = directions[1];
    int n = student.outputs();
    int m = student.inputs();
    Tensor exact = Tensor.zeros(Precision.FLOAT64, n, m);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        exact.set(i, j, student.strength() * u.get(i) * v.get(j));
      }
    }
    teacher = exact.to(precision);
    distance = Tensor.zeros(precision, n, m);
    product = Tensor.zeros(precision, n, m);
    form = form();
  }

  private Form form() {
    if (student.data() instanceof Sampling.Stream stream) {
      return new Online(stream.batch());
    }
    if (!student.linear()) {
      return student.data() instanceof Sampling.Sample sample
          ? new OnExamples(examples(sample.examples()))
          : new OfPopulation();
    }
    return student.data() instanceof Sampling.Population ? new Isotropic() : new OnMoments();
  }

  public MatrixStudent student() {
    return student;
  }

  /** u (1, N), the teacher's output direction. */
  public Tensor outputDirection() {
    return u.to(Precision.FLOAT64);
  }

  /** v (1, M), the teacher's input direction. */
  public Tensor inputDirection() {
    return v.to(Precision.FLOAT64);
  }

  private MatrixData data() {
    return shared.get(
        MatrixData.Content.of(student, draws),
        8L * student.inputs() * (student.inputs() + student.outputs()),
        () -> MatrixData.of(student, draws, kernels));
  }

  /** Eigenvalues of C = XᵀX / P; all 1 where there is no fixed data. */
  public double[] dataEigenvalues() {
    return data().eigenvalues().clone();
  }

  /** The squared components of v along the eigenvectors of C. */
  public double[] dataShares() {
    return data().shares().clone();
  }

  /** M / P; 0 without fixed data. */
  public double inputsPerExample() {
    if (student.data() instanceof Sampling.Sample sample) {
      return (double) student.inputs() / sample.examples();
    }
    return student.data() instanceof Sampling.Design design
        ? (double) student.inputs() / design.examples()
        : 0;
  }

  /**
   * The expected loss of theta (1, P) on fresh inputs without label noise over that of the best
   * constant outputs.
   */
  public double generalization(Tensor theta) {
    Tensor w = theta.view(0, student.outputs(), student.inputs());
    double strength = student.strength() * student.strength();
    if (student.linear()) {
      double loss = 0;
      double constant = 0;
      boolean design = student.data() instanceof Sampling.Design;
      for (int j = 0; j < student.inputs(); j++) {
        double variance =
            design ? ((Sampling.Design) student.data()).eigenvalue(j, student.inputs()) : 1;
        double column = 0;
        for (int i = 0; i < student.outputs(); i++) {
          double away = w.get(i, j) - student.strength() * u.get(i) * v.get(j);
          column = Math.fma(away, away, column);
        }
        loss += variance * column;
        constant += variance * strength * v.get(j) * v.get(j);
      }
      return loss / constant;
    }
    MatrixPopulation law = new MatrixPopulation(f);
    double loss = 0;
    double constant = 0;
    for (int i = 0; i < student.outputs(); i++) {
      double q = strength * u.get(i) * u.get(i);
      law.at(square(w, i), q, covariance(w, i));
      loss += law.loss;
      // E f(h*)² / 2 is the loss of zero outputs; the mean of f(h*) is the best constant.
      law.at(0, q, 0);
      double mean = f instanceof Relu ? Math.sqrt(q / (2 * Math.PI)) : 0;
      constant += law.loss - 0.5 * mean * mean;
    }
    return loss / constant;
  }

  private double square(Tensor w, int row) {
    double sum = 0;
    for (int j = 0; j < w.columns(); j++) {
      sum = Math.fma(w.get(row, j), w.get(row, j), sum);
    }
    return sum;
  }

  private double covariance(Tensor w, int row) {
    double sum = 0;
    for (int j = 0; j < w.columns(); j++) {
      sum = Math.fma(w.get(row, j), v.get(j), sum);
    }
    return sum * student.strength() * u.get(row);
  }

  @Override
  public List<Block> blocks() {
    return blocks;
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public void batch(int[] examples) {
    throw new IllegalStateException("a matrix student draws its own examples");
  }

  @Override
  public void step(long step) {
    form.step(step);
  }

  @Override
  public double loss(Tensor theta) {
    return form.gradient(matrix(theta), product);
  }

  @Override
  public double gradient(Tensor theta, Tensor g) {
    return form.gradient(matrix(theta), matrix(g));
  }

  private Tensor matrix(Tensor theta) {
    return theta.view(0, student.outputs(), student.inputs());
  }

  @Override
  public double accuracy(Tensor theta) {
    return Double.NaN;
  }

  @Override
  public Curvature curvature(Tensor theta) {
    Tensor w = matrix(theta);
    return new Curvature() {
      @Override
      public void hessianTimes(Tensor direction, Tensor out) {
        form.hessianTimes(w, matrix(direction), matrix(out));
      }

      @Override
      public void gaussNewtonTimes(Tensor direction, Tensor out) {
        form.gaussNewtonTimes(w, matrix(direction), matrix(out));
      }

      @Override
      public Tensor tangentKernel() {
        throw new IllegalStateException("a matrix student has no kernel of examples");
      }

      @Override
      public Tensor outputs() {
        throw new IllegalStateException("a matrix student has no outputs of examples");
      }

      @Override
      public Tensor targets() {
        throw new IllegalStateException("a matrix student has no targets of examples");
      }

      @Override
      public void lossHessianTimes(Tensor direction, Tensor out) {
        throw new IllegalStateException("a matrix student has no outputs of examples");
      }
    };
  }

  /** Linear, infinite white data: L = |D|² / 2. */
  private final class Isotropic implements Form {
    @Override
    public double gradient(Tensor w, Tensor g) {
      kernels.subtract(w, teacher, distance);
      g.copyFrom(distance);
      return 0.5 * kernels.sumOfSquares(distance);
    }

    @Override
    public void hessianTimes(Tensor w, Tensor direction, Tensor out) {
      out.copyFrom(direction);
    }

    @Override
    public void gaussNewtonTimes(Tensor w, Tensor direction, Tensor out) {
      out.copyFrom(direction);
    }
  }

  /** Linear, fixed data by their second moments. */
  private final class OnMoments implements Form {
    private final Tensor gram;
    private final Tensor noise;
    private final double floor;
    private final boolean noisy = student.noise() > 0;
    private final boolean diagonal = student.data() instanceof Sampling.Design;
    private final Tensor scales;

    OnMoments() {
      MatrixData data = data();
      gram = data.gram().to(precision);
      noise = data.noise().to(precision);
      floor = data.floor();
      scales = Tensor.zeros(precision, diagonal ? student.outputs() : 0, student.inputs());
      for (int i = 0; i < scales.size(); i++) {
        int j = i % student.inputs();
        scales.set(i, data.gram().get(j, j));
      }
    }

    /** out = D C, by columns where C is diagonal. */
    private void times(Tensor d, Tensor out) {
      if (diagonal) {
        out.copyFrom(d);
        kernels.multiply(scales, out);
      } else {
        kernels.gemm(d, gram, out);
      }
    }

    @Override
    public double gradient(Tensor w, Tensor g) {
      kernels.subtract(w, teacher, distance);
      times(distance, g);
      double loss = 0.5 * kernels.dot(g, distance);
      if (noisy) {
        loss += floor - kernels.dot(distance, noise);
        kernels.subtract(g, noise, g);
      }
      return loss;
    }

    @Override
    public void hessianTimes(Tensor w, Tensor direction, Tensor out) {
      times(direction, out);
    }

    @Override
    public void gaussNewtonTimes(Tensor w, Tensor direction, Tensor out) {
      times(direction, out);
    }
  }

  /** X (B, M) of some examples with their label noise. */
  private record Batch(Tensor x, Tensor xTransposed, Tensor noise) {}

  private record All(MatrixData.Content content, String what) {}

  private Batch examples(int count) {
    // In float64 for all runs of the seed; each objective rounds its own.
    Batch exact =
        shared.get(
            new All(MatrixData.Content.of(student, draws), "examples"),
            8L * count * (2 * student.inputs() + student.outputs()),
            () ->
                batch(
                    MatrixData.normals(draws.key("data").child("x"), 0, count, student.inputs()),
                    MatrixData.normals(draws.key("label-noise"), 0, count, student.outputs())));
    return precision == Precision.FLOAT64
        ? exact
        : new Batch(
            exact.x.to(precision), exact.xTransposed.to(precision), exact.noise.to(precision));
  }

  /** Inputs (B, M) and normals (B, N); noise becomes s Xi (N, B). */
  private Batch batch(Tensor x, Tensor xi) {
    Tensor transposed = Tensor.zeros(x.precision(), x.columns(), x.rows());
    kernels.transpose(x, transposed);
    Tensor noise = Tensor.zeros(xi.precision(), xi.columns(), xi.rows());
    kernels.transpose(xi, noise);
    kernels.scale(student.noise(), noise);
    return new Batch(x, transposed, noise);
  }

  /** Any f on the examples of a batch. */
  private final class OnExamples implements Form {
    private final Batch batch;
    private final int count;
    private final Tensor h;
    private final Tensor value;
    private final Tensor theirs;
    private final Tensor slope;

    OnExamples(Batch batch) {
      this.batch = batch;
      count = batch.x.rows();
      h = Tensor.zeros(precision, student.outputs(), count);
      value = Tensor.zeros(precision, student.outputs(), count);
      theirs = Tensor.zeros(precision, student.outputs(), count);
      slope = Tensor.zeros(precision, student.outputs(), count);
    }

    /** value = f(H) - f(H*) - s Xi, slope = f'(H). */
    private void residual(Tensor w) {
      if (student.linear()) {
        kernels.subtract(w, teacher, distance);
        kernels.gemm(distance, batch.xTransposed, value);
        slope.fill(1);
      } else {
        kernels.gemm(teacher, batch.xTransposed, h);
        f.apply(kernels, h, theirs);
        kernels.gemm(w, batch.xTransposed, h);
        f.apply(kernels, h, value);
        f.derivative(kernels, h, value, slope);
        kernels.subtract(value, theirs, value);
      }
      if (student.noise() > 0) {
        kernels.subtract(value, batch.noise, value);
      }
    }

    @Override
    public double gradient(Tensor w, Tensor g) {
      residual(w);
      double loss = 0.5 * kernels.sumOfSquares(value) / count;
      kernels.multiply(slope, value);
      kernels.gemm(value, batch.x, g);
      kernels.scale(1.0 / count, g);
      return loss;
    }

    @Override
    public void hessianTimes(Tensor w, Tensor direction, Tensor out) {
      residual(w);
      Tensor bend = Tensor.zeros(precision, student.outputs(), count);
      if (!student.linear()) {
        f.apply(kernels, h, theirs);
        f.second(kernels, h, theirs, bend);
        kernels.multiply(value, bend);
      }
      kernels.multiplyAdd(slope, slope, bend);
      back(direction, bend, out);
    }

    @Override
    public void gaussNewtonTimes(Tensor w, Tensor direction, Tensor out) {
      residual(w);
      kernels.multiply(slope.to(precision), slope);
      back(direction, slope, out);
    }

    /** out = (factor V Xᵀ) X / B. */
    private void back(Tensor direction, Tensor factor, Tensor out) {
      Tensor along = Tensor.zeros(precision, student.outputs(), count);
      kernels.gemm(direction, batch.xTransposed, along);
      kernels.multiply(factor, along);
      kernels.gemm(along, batch.x, out);
      kernels.scale(1.0 / count, out);
    }
  }

  /** Fresh examples at every step; the population until the first. */
  private final class Online implements Form {
    private final int size;
    private Form now = student.linear() ? new Isotropic() : new OfPopulation();

    Online(int size) {
      this.size = size;
    }

    @Override
    public void step(long step) {
      Tensor x = MatrixData.normals(draws.key("batches").child(step), 0, size, student.inputs());
      Tensor xi =
          student.noise() > 0
              ? MatrixData.normals(draws.key("label-noise").child(step), 0, size, student.outputs())
              : Tensor.zeros(Precision.FLOAT64, size, student.outputs());
      now = new OnExamples(batch(x.to(precision), xi.to(precision)));
    }

    @Override
    public double gradient(Tensor w, Tensor g) {
      return now.gradient(w, g);
    }

    @Override
    public void hessianTimes(Tensor w, Tensor direction, Tensor out) {
      now.hessianTimes(w, direction, out);
    }

    @Override
    public void gaussNewtonTimes(Tensor w, Tensor direction, Tensor out) {
      now.gaussNewtonTimes(w, direction, out);
    }
  }

  /** Nonlinear, infinite white data: row by row, in float64. */
  private final class OfPopulation implements Form {
    private final MatrixPopulation law = new MatrixPopulation(f);

    @Override
    public double gradient(Tensor w, Tensor g) {
      double loss = 0;
      for (int i = 0; i < student.outputs(); i++) {
        double theirs = student.strength() * u.get(i);
        law.at(square(w, i), theirs * theirs, covariance(w, i));
        loss += law.loss;
        for (int j = 0; j < student.inputs(); j++) {
          g.set(i, j, law.b * w.get(i, j) - law.a * theirs * v.get(j));
        }
      }
      return loss;
    }

    /**
     * A and B are functions of p = |w|² and c = w.w*: with their central differences (to about
     * 1e-9) H d = B d + (dB) w - (dA) w*.
     */
    @Override
    public void hessianTimes(Tensor w, Tensor direction, Tensor out) {
      for (int i = 0; i < student.outputs(); i++) {
        double theirs = student.strength() * u.get(i);
        double q = theirs * theirs;
        double p = square(w, i);
        double c = covariance(w, i);
        double along = 0;
        double across = 0;
        for (int j = 0; j < student.inputs(); j++) {
          along = Math.fma(w.get(i, j), direction.get(i, j), along);
          across = Math.fma(theirs * v.get(j), direction.get(i, j), across);
        }
        double h = 1e-5;
        double bound = Math.abs(2 * along) / p + Math.abs(across) / Math.sqrt(p * q);
        h = bound > 0 ? h / bound : 0;
        law.at(p + h * 2 * along, q, c + h * across);
        double higherA = law.a;
        double higherB = law.b;
        law.at(p - h * 2 * along, q, c - h * across);
        double da = h > 0 ? (higherA - law.a) / (2 * h) : 0;
        double db = h > 0 ? (higherB - law.b) / (2 * h) : 0;
        law.at(p, q, c);
        for (int j = 0; j < student.inputs(); j++) {
          out.set(i, j, law.b * direction.get(i, j) + db * w.get(i, j) - da * theirs * v.get(j));
        }
      }
    }

    /** E f'(h)² x xᵀ = E f'² I + E[f'² (z² - 1)] w wᵀ / p, z = h / sqrt p. */
    @Override
    public void gaussNewtonTimes(Tensor w, Tensor direction, Tensor out) {
      for (int i = 0; i < student.outputs(); i++) {
        double p = square(w, i);
        double mean = f instanceof Relu ? 0.5 : 0;
        double bend = 0;
        if (!(f instanceof Relu)) {
          double s = Math.sqrt(p);
          double step = 0.05 / Math.max(1, s);
          int nodes = (int) Math.ceil(Math.min(8.5, s > 0 ? 20 / s : 8.5) / step);
          for (int k = -nodes; k <= nodes; k++) {
            double z = k * step;
            double slope = f.derivative(s * z);
            double weight = step * StrictMath.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
            mean += weight * slope * slope;
            bend += weight * slope * slope * (z * z - 1);
          }
        }
        double along = 0;
        for (int j = 0; j < student.inputs(); j++) {
          along = Math.fma(w.get(i, j), direction.get(i, j), along);
        }
        double back = p > 0 ? bend * along / p : 0;
        for (int j = 0; j < student.inputs(); j++) {
          out.set(i, j, Math.fma(mean, direction.get(i, j), back * w.get(i, j)));
        }
      }
    }
  }
}
