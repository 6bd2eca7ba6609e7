package org.phasegrid.worker.indicator.gram;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.architecture.Parametrization;
import org.phasegrid.worker.architecture.Trained;
import org.phasegrid.worker.dataset.Probe;
import org.phasegrid.worker.dataset.SphereSigns;
import org.phasegrid.worker.dataset.TestSet;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.initialization.Gaussian;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.loss.SquaredError;
import org.phasegrid.worker.optimizer.GradientDescent;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.optimizer.Schedule;
import org.phasegrid.worker.run.Run;
import org.phasegrid.worker.run.RunSpec;
import org.phasegrid.worker.train.Batches;
import org.phasegrid.worker.train.Stopping;
import org.phasegrid.worker.train.Threshold;

/**
 * What a look of {@code gram} costs in plain gradient steps, at N = 64, n = 128, L = 4: the run with a look at every
 * step against the run alone, in turns, medians, without the eigenvalues of K. At most 8.
 *
 * <pre>
 *   mvn -pl worker -P bench test-compile exec:exec -Dexec.args="--add-modules=jdk.incubator.vector -cp %classpath org.phasegrid.worker.indicator.gram.GramCost"
 * </pre>
 */
public final class GramCost {
  private static final int STEPS = 40;
  private static final int TURNS = 25;
  private static final int WARM = 8;

  private GramCost() {}

  public static void main(String[] arguments) {
    RunSpec spec =
        new RunSpec(
            new Mlp(
                List.of(128),
                4,
                new Relu(),
                false,
                2,
                1,
                0,
                0,
                Mlp.VarianceScale.FAN_IN,
                Parametrization.NTK,
                List.of(),
                Mlp.Readout.FIXED,
                1,
                new Gaussian(),
                new Trained.All()),
            new SphereSigns(64, 128),
            new TestSet.None(),
            new Probe.None(),
            new SquaredError(true, SquaredError.Examples.SUM, SquaredError.Outputs.SUM),
            new GradientDescent(),
            new Rate.Fixed(1e-3),
            List.of(),
            new Schedule.Constant(),
            new Batches.Full(),
            new Stopping(STEPS, new Threshold.Never(), new Threshold.Never()),
            Precision.FLOAT64,
            1,
            Map.of());
    List<Indicator> looks =
        List.of(new Gram(new Looks.Every(1), Gram.Path.ENDS, 1e-3, 0, 1024));
    List<Indicator> followed =
        List.of(new Gram(new Looks.At(List.of()), Gram.Path.EVERY_STEP, 1e-3, 0, 1024));
    Tensor matrix = Tensor.zeros(Precision.FLOAT64, 64, 64);
    Tensor x = spec.dataset().draw(spec.draws()).x();
    for (int i = 0; i < 64; i++) {
      for (int j = 0; j < 64; j++) {
        for (int k = 0; k < x.rows(); k++) {
          matrix.set(i, j, matrix.get(i, j) + x.get(k, i) * x.get(k, j));
        }
      }
    }
    double[] alone = new double[TURNS];
    double[] look = new double[TURNS];
    double[] path = new double[TURNS];
    double[] eigen = new double[TURNS];
    for (int turn = -WARM; turn < TURNS; turn++) {
      double plain = seconds(() -> Run.execute(spec, List.of()));
      double watched = seconds(() -> Run.execute(spec, looks));
      double along = seconds(() -> Run.execute(spec, followed));
      double spectra =
          seconds(
              () -> {
                for (int i = 0; i < STEPS; i++) {
                  Spectrum.ends(Kernels.best(), matrix);
                }
              });
      if (turn >= 0) {
        alone[turn] = plain / STEPS;
        look[turn] = (watched - plain) / STEPS;
        path[turn] = (along - plain) / STEPS;
        eigen[turn] = spectra / STEPS;
      }
    }
    double step = median(alone);
    System.out.printf(
        "N = 64, n = 128, L = 4: a step %.3f ms, a look %.3f ms of which eigenvalues %.3f ms%n",
        1e3 * step, 1e3 * median(look), 1e3 * median(eigen));
    System.out.printf(
        "a look without eigenvalues is %.2f steps (wanted at most 8); following a step %.2f steps%n",
        (median(look) - median(eigen)) / step, median(path) / step);
  }

  private static double seconds(Runnable work) {
    long begin = System.nanoTime();
    work.run();
    return 1e-9 * (System.nanoTime() - begin);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
