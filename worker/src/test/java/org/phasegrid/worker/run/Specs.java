package org.phasegrid.worker.run;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.phasegrid.worker.activation.Activation;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.activation.Tanh;
import org.phasegrid.worker.architecture.Architecture;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.architecture.Parametrization;
import org.phasegrid.worker.architecture.Trained;
import org.phasegrid.worker.dataset.Dataset;
import org.phasegrid.worker.dataset.GaussianNoise;
import org.phasegrid.worker.dataset.Probe;
import org.phasegrid.worker.dataset.TestSet;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Indicators;
import org.phasegrid.worker.initialization.Gaussian;
import org.phasegrid.worker.initialization.Initialization;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.loss.Loss;
import org.phasegrid.worker.loss.SquaredError;
import org.phasegrid.worker.optimizer.GradientDescent;
import org.phasegrid.worker.optimizer.Optimizer;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.optimizer.Schedule;
import org.phasegrid.worker.train.Batches;
import org.phasegrid.worker.train.Stopping;
import org.phasegrid.worker.train.Threshold;

/** Small specs for tests, changed one thing at a time. */
public final class Specs {
  private Specs() {}

  /** A tanh network 3-5-5-2 on 7 examples, 12 steps. */
  public static RunSpec small() {
    return new RunSpec(
        mlp(5, 2, new Tanh()),
        new GaussianNoise(7, 3, 2),
        new TestSet.None(),
        new Probe.None(),
        SquaredError.HALF_MEAN,
        new GradientDescent(),
        new Rate.Fixed(0.1),
        List.of(),
        new Schedule.Constant(),
        new Batches.Full(),
        steps(12),
        Precision.FLOAT64,
        7,
        Map.of());
  }

  /** A small spec that an indicator can measure: the tanh network, or one of relu. */
  public static RunSpec smallFor(Indicator indicator) {
    for (RunSpec spec : List.of(small(), with(small(), mlp(5, 2, new Relu())))) {
      if (indicator.refusal(spec.setting()).isEmpty()) {
        return spec;
      }
    }
    throw new IllegalArgumentException("no small spec suits " + indicator);
  }

  /** The indicators of the list that can measure a spec. */
  public static List<Indicator> suiting(RunSpec spec) {
    return Indicators.ALL.members().values().stream()
        .filter(indicator -> indicator.refusal(spec.setting()).isEmpty())
        .toList();
  }

  public static Stopping steps(long steps) {
    return new Stopping(steps, new Threshold.TimesInitial(1e12), new Threshold.Never());
  }

  public static Mlp mlp(int width, int depth, Activation activation) {
    return mlp(
        width,
        depth,
        activation,
        false,
        Parametrization.STANDARD,
        new Gaussian(),
        new Trained.All());
  }

  public static Mlp mlp(
      int width,
      int depth,
      Activation activation,
      boolean bias,
      Parametrization parametrization,
      Initialization initialization,
      Trained trained) {
    return new Mlp(
        List.of(width),
        depth,
        activation,
        bias,
        1.5,
        1,
        bias ? 0.1 : 0,
        0,
        Mlp.VarianceScale.FAN_IN,
        parametrization,
        List.of(),
        Mlp.Readout.TRAINED,
        1,
        initialization,
        trained);
  }

  public static RunSpec with(RunSpec spec, Architecture architecture) {
    return replaced(spec, Map.of("architecture", architecture));
  }

  public static RunSpec with(RunSpec spec, Dataset dataset) {
    return replaced(spec, Map.of("dataset", dataset));
  }

  public static RunSpec with(RunSpec spec, TestSet test, Probe probe) {
    return replaced(spec, Map.of("test", test, "probe", probe));
  }

  public static RunSpec with(RunSpec spec, Loss loss) {
    return replaced(spec, Map.of("loss", loss));
  }

  public static RunSpec with(RunSpec spec, Optimizer optimizer) {
    return replaced(spec, Map.of("optimizer", optimizer));
  }

  public static RunSpec with(RunSpec spec, Rate rate) {
    return replaced(spec, Map.of("learningRate", rate));
  }

  public static RunSpec with(RunSpec spec, Batches batches) {
    return replaced(spec, Map.of("batches", batches));
  }

  public static RunSpec with(RunSpec spec, Stopping stopping) {
    return replaced(spec, Map.of("stopping", stopping));
  }

  public static RunSpec with(RunSpec spec, Precision precision) {
    return replaced(spec, Map.of("precision", precision));
  }

  public static RunSpec with(RunSpec spec, long seed, Map<String, Long> pinned) {
    return replaced(spec, Map.of("seed", seed, "seeds", pinned));
  }

  public static RunSpec with(RunSpec spec, List<Double> layerRates) {
    return replaced(spec, Map.of("layerRates", layerRates));
  }

  /** The spec with some components, by name, replaced. */
  private static RunSpec replaced(RunSpec spec, Map<String, Object> others) {
    RecordComponent[] components = RunSpec.class.getRecordComponents();
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    Set<String> left = new HashSet<>(others.keySet());
    try {
      for (int i = 0; i < components.length; i++) {
        String name = components[i].getName();
        types[i] = components[i].getType();
        values[i] = left.remove(name) ? others.get(name) : components[i].getAccessor().invoke(spec);
      }
      if (!left.isEmpty()) {
        throw new IllegalArgumentException("a spec has no " + left);
      }
      return RunSpec.class.getConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      // What the spec's own checks refuse is refused as they say it.
      throw e.getCause() instanceof RuntimeException refused
          ? refused
          : new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
