package org.phasegrid.worker.architecture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.phasegrid.worker.activation.Activation;
import org.phasegrid.worker.activation.Gelu;
import org.phasegrid.worker.activation.Identity;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.activation.Tanh;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.initialization.Gaussian;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.random.Draws;
import org.phasegrid.worker.random.Key;
import org.phasegrid.worker.run.Run;
import org.phasegrid.worker.run.RunRecord;
import org.phasegrid.worker.run.RunSpec;
import org.phasegrid.worker.run.Runs;
import org.phasegrid.worker.run.Specs;
import org.phasegrid.worker.theory.BbpOnline;

class MatrixStudentTest {
  private static final Kernels KERNELS = Kernels.best();
  private static final Draws DRAWS = new Draws(5, Map.of());

  private static MatrixStudent student(
      int n, int m, Activation f, double sigma, double noise, Sampling data) {
    return new MatrixStudent(n, m, f, sigma, 1, noise, data, new Gaussian());
  }

  private static MatrixFit fit(MatrixStudent student, Draws draws) {
    return new MatrixFit(student, draws, new Shared(), Precision.FLOAT64, KERNELS);
  }

  private static RunSpec spec(MatrixStudent student, double eps, long steps) {
    return Specs.with(
        Specs.with(Specs.with(Specs.small(), student), new Rate.Fixed(eps)), Specs.steps(steps));
  }

  private static List<MatrixStudent> everyForm() {
    List<MatrixStudent> all = new ArrayList<>();
    for (Activation f : List.of(new Identity(), new Relu(), new Tanh())) {
      all.add(student(4, 6, f, 1, 0, new Sampling.Population()));
      all.add(student(4, 6, f, 2, 0.3, new Sampling.Sample(50)));
      all.add(student(4, 6, f, 1, 0.5, new Sampling.Stream(9)));
    }
    all.add(student(4, 6, new Identity(), 1, 0.4, new Sampling.Design(List.of(3.0, 0.05), 12)));
    all.add(student(6, 4, new Tanh(), 3, 0, new Sampling.Population()));
    return all;
  }

  /**
   * Kinks of relu on 50 examples are passed by h = 1e-6 with probability 1e-4; truncation of the
   * others h² = 1e-12, rounding 1e-16 / 1e-6.
   */
  @Test
  void derivativesEqualCentralDifferences() {
    int visited = 0;
    for (MatrixStudent student : everyForm()) {
      MatrixFit fit = fit(student, DRAWS);
      if (student.data() instanceof Sampling.Stream) {
        fit.step(3);
      }
      Tensor theta = student.initial(1, 1, DRAWS);
      int size = theta.size();
      Tensor g = Tensor.zeros(Precision.FLOAT64, 1, size);
      assertEquals(fit.loss(theta), fit.gradient(theta, g), 0, student.toString());
      double h = 1e-6;
      for (int i = 0; i < size; i++) {
        double at = theta.get(i);
        theta.set(i, at + h);
        double higher = fit.loss(theta);
        theta.set(i, at - h);
        double lower = fit.loss(theta);
        theta.set(i, at);
        assertEquals((higher - lower) / (2 * h), g.get(i), 3e-8, student + " " + i);
      }
      Tensor direction = Tensor.zeros(Precision.FLOAT64, 1, size);
      for (int i = 0; i < size; i++) {
        direction.set(i, Key.of(8).normal(i));
      }
      Tensor product = Tensor.zeros(Precision.FLOAT64, 1, size);
      fit.curvature(theta).hessianTimes(direction, product);
      Tensor moved = theta.to(Precision.FLOAT64);
      KERNELS.axpy(h, direction, moved);
      Tensor above = Tensor.zeros(Precision.FLOAT64, 1, size);
      fit.gradient(moved, above);
      KERNELS.axpy(-2 * h, direction, moved);
      Tensor below = Tensor.zeros(Precision.FLOAT64, 1, size);
      fit.gradient(moved, below);
      for (int i = 0; i < size; i++) {
        assertEquals(
            (above.get(i) - below.get(i)) / (2 * h), product.get(i), 3e-8, student + " " + i);
      }
      visited++;
    }
    assertEquals(11, visited);
  }

  /** I1 and I3: L_t = (1 - eps)^(2t) L_0, and W_t = x W_0 + (1 - x) W*. */
  @Test
  void populationDescentIsTheClosedForm() {
    MatrixStudent student = student(20, 40, new Identity(), 1, 0, new Sampling.Population());
    RunRecord record = Run.execute(spec(student, 0.13, 7), List.of());
    assertEquals(Math.pow(0.87, 14), record.lossFinal() / record.lossInitial(), 1e-14);
  }

  /** Second moments against the examples themselves: C and E by the naive sum over X. */
  @Test
  void momentsAreThoseOfTheExamples() {
    MatrixStudent linear = student(4, 6, new Identity(), 1, 0.3, new Sampling.Sample(1500));
    MatrixData data = MatrixData.of(linear, DRAWS, KERNELS);
    Tensor x = MatrixData.normals(DRAWS.key("data").child("x"), 0, 1500, 6);
    Tensor xi = MatrixData.normals(DRAWS.key("label-noise"), 0, 1500, 4);
    double squares = 0;
    for (int i = 0; i < xi.size(); i++) {
      squares += xi.get(i) * xi.get(i);
    }
    for (int a = 0; a < 6; a++) {
      for (int b = 0; b < 6; b++) {
        double sum = 0;
        for (int p = 0; p < 1500; p++) {
          sum += x.get(p, a) * x.get(p, b) / 1500;
        }
        assertEquals(sum, data.gram().get(a, b), 1e-13);
      }
      for (int i = 0; i < 4; i++) {
        double sum = 0;
        for (int p = 0; p < 1500; p++) {
          sum += 0.3 * xi.get(p, i) * x.get(p, a) / 1500;
        }
        assertEquals(sum, data.noise().get(i, a), 1e-14);
      }
    }
    assertEquals(0.09 * squares / 3000, data.floor(), 1e-13);
    double share = 0;
    double trace = 0;
    for (int i = 0; i < 6; i++) {
      share += data.shares()[i];
      trace += data.eigenvalues()[i] - data.gram().get(i, i);
    }
    assertEquals(1, share, 1e-13, "v is a unit vector in any basis");
    assertEquals(0, trace, 1e-13);
  }

  /**
   * The expectations of relu and tanh against 20000 examples. The standard error of a gradient
   * entry is below 1 / sqrt(20000) = 0.007: five of them for 120 entries.
   */
  @Test
  void populationsAreTheLimitOfManyExamples() {
    for (Activation f : List.of(new Relu(), new Tanh())) {
      for (double sigma : new double[] {0.3, 2}) {
        MatrixFit exact = fit(student(5, 6, f, sigma, 0, new Sampling.Population()), DRAWS);
        MatrixStudent many = student(5, 6, f, sigma, 0, new Sampling.Sample(20000));
        MatrixFit sampled = fit(many, DRAWS);
        Tensor theta = many.initial(1, 1, DRAWS);
        Tensor g = Tensor.zeros(Precision.FLOAT64, 1, 30);
        Tensor s = Tensor.zeros(Precision.FLOAT64, 1, 30);
        assertEquals(sampled.gradient(theta, s) / exact.gradient(theta, g), 1, 0.05, f + " loss");
        for (int i = 0; i < 30; i++) {
          assertEquals(s.get(i), g.get(i), 0.035, f + " " + sigma + " " + i);
        }
        Tensor v = theta.to(Precision.FLOAT64);
        Tensor a = Tensor.zeros(Precision.FLOAT64, 1, 30);
        Tensor b = Tensor.zeros(Precision.FLOAT64, 1, 30);
        exact.curvature(theta).gaussNewtonTimes(v, a);
        sampled.curvature(theta).gaussNewtonTimes(v, b);
        for (int i = 0; i < 30; i++) {
          assertEquals(b.get(i), a.get(i), 0.035 * Math.max(1, sigma), f + " Gauss-Newton " + i);
        }
      }
    }
  }

  @Test
  void zeroStudentsAndTeachersAreDefined() {
    MatrixPopulation relu = new MatrixPopulation(new Relu());
    relu.at(0, 1, 0);
    assertEquals(0, relu.a, 0);
    assertEquals(0.25, relu.loss, 0);
    MatrixPopulation tanh = new MatrixPopulation(new Tanh());
    tanh.at(0, 0.01, 0);
    assertEquals(1, tanh.b, 1e-12, "tanh is linear at 0");
    assertTrue(tanh.a > 0.98 && tanh.a < 1);
    tanh.at(0.25, 0.25, 0.25);
    assertEquals(0, tanh.loss, 1e-12, "the teacher itself");
    tanh.at(1e4, 0.01, 0);
    assertEquals(0.5, tanh.loss, 0.01, "signs");
    for (MatrixStudent zero :
        List.of(
            student(4, 6, new Relu(), 0, 0, new Sampling.Population()),
            student(4, 6, new Tanh(), 0, 0, new Sampling.Population()))) {
      Tensor g = Tensor.zeros(Precision.FLOAT64, 1, 24);
      fit(zero, DRAWS).gradient(zero.initial(1, 1, DRAWS), g);
      assertTrue(KERNELS.finite(g), zero.toString());
    }
  }

  /**
   * B3: the stationary |D|² per row, averaged over 12 seeds of 32 rows; its spread is about sqrt(2
   * / (12 * 32 * 64)) = 0.9 % at independent entries, correlated over rows to some 3 %.
   */
  @Test
  void onlineDescentReachesItsStationaryVariance() {
    double sum = 0;
    for (long seed = 1; seed <= 12; seed++) {
      MatrixStudent student = student(32, 64, new Identity(), 0, 1, new Sampling.Stream(64));
      RunRecord record =
          Run.execute(
              Specs.with(spec(student, 0.1, 120), seed, Map.of()),
              List.of(
                  new org.phasegrid.worker.indicator.bbp.Bbp(new Looks.Last(), 1, 0.99, false)));
      // The generalization ratio is |D|² / theta²; a row has 1/32 of it.
      sum += (Double) record.values().get("bbp_final_loss_ratio") / 32 / 12;
    }
    assertEquals(new BbpOnline(64, 64, 1).stationary(0.1), sum, 0.1 * sum);
  }

  @Test
  void streamsAreFunctionsOfSeedAndStep() {
    MatrixStudent student = student(4, 6, new Identity(), 1, 0.5, new Sampling.Stream(5));
    MatrixFit one = fit(student, DRAWS);
    MatrixFit other = fit(student, DRAWS);
    Tensor theta = student.initial(1, 1, DRAWS);
    double population = one.loss(theta);
    one.step(7);
    double seventh = one.loss(theta);
    one.step(8);
    assertNotEquals(seventh, one.loss(theta));
    other.step(7);
    assertEquals(seventh, other.loss(theta), 0);
    assertNotEquals(population, seventh);
  }

  /** One teacher for all seeds where it is pinned; rates and starts share the data. */
  @Test
  void drawsDependOnSeedAndNameAlone() {
    MatrixStudent student = student(8, 12, new Identity(), 1, 0, new Sampling.Sample(40));
    Draws first = new Draws(1, Map.of("teacher", 9L));
    Draws second = new Draws(2, Map.of("teacher", 9L));
    assertArrayEquals(
        fit(student, first).inputDirection().toArray(),
        fit(student, second).inputDirection().toArray());
    assertNotEquals(
        fit(student, first).dataEigenvalues()[0], fit(student, second).dataEigenvalues()[0]);
    MatrixStudent wider = student(8, 12, new Identity(), 5, 0, new Sampling.Sample(40));
    assertArrayEquals(fit(student, first).dataEigenvalues(), fit(wider, first).dataEigenvalues());
    assertEquals(5, wider.initial(1, 1, first).get(3) / student.initial(1, 1, first).get(3), 1e-12);
  }

  /** What is shared changes no bit: runs in one go and each by itself. */
  @Test
  void sharedDataChangeNoBit() {
    Runs together = new Runs(List.of());
    for (double eps : new double[] {0.1, 0.5}) {
      for (MatrixStudent student : everyForm()) {
        RunSpec spec = spec(student, eps, 3);
        assertEquals(
            Run.execute(spec, List.of()).fingerprint(),
            together.execute(spec).fingerprint(),
            student.toString());
        RunSpec narrow = Specs.with(spec, Precision.FLOAT32);
        assertNotEquals(
            Run.execute(spec, List.of()).fingerprint(), together.execute(narrow).fingerprint());
      }
    }
  }

  @Test
  void contradictionsAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> student(4, 6, new Gelu(), 1, 0, new Sampling.Population()));
    assertThrows(
        IllegalArgumentException.class,
        () -> student(4, 6, new Identity(), 1, 1, new Sampling.Population()));
    assertThrows(
        IllegalArgumentException.class,
        () -> student(4, 6, new Relu(), 1, 1, new Sampling.Design(List.of(1.0), 5)));
    assertThrows(
        IllegalArgumentException.class,
        () -> student(4, 2, new Identity(), -1, 1, new Sampling.Stream(2)));
    assertThrows(IllegalArgumentException.class, () -> new Sampling.Sample(0));
  }
}
