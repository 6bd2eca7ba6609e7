package org.phasegrid.worker.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.architecture.Architecture;
import org.phasegrid.worker.architecture.ClusterLayers;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.architecture.Parametrization;
import org.phasegrid.worker.architecture.Trained;
import org.phasegrid.worker.architecture.TruncatedClusters;
import org.phasegrid.worker.dataset.Limit;
import org.phasegrid.worker.dataset.Npz;
import org.phasegrid.worker.dataset.Standardize;
import org.phasegrid.worker.dataset.Targets;
import org.phasegrid.worker.file.Content;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.initialization.File;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.loss.SquaredError;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.train.Need;

/** The arrays that the reference of truncation flow drew (truncation.py), and runs on them. */
public final class TruncationGoldens {
  private TruncationGoldens() {}

  public static Content content(String name) {
    String file = "/org/phasegrid/worker/truncation/" + name + ".npz";
    try (InputStream stream =
        Objects.requireNonNull(TruncationGoldens.class.getResourceAsStream(file), file)) {
      return new Content(name + ".npz", stream.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Npz data(String name) {
    return new Npz(content(name), "X", "y", Targets.VALUES, Standardize.NONE, new Limit.All());
  }

  public static TruncatedClusters chain(
      String name, int depth, TruncatedClusters.Chart chart, TruncatedClusters.Rotations turns) {
    return new TruncatedClusters(depth, chart, turns, new ClusterLayers.File(content(name)));
  }

  /** A relu network with biases whose arrays are given. */
  public static Mlp network(String name, List<Integer> widths, Trained trained) {
    return new Mlp(
        widths,
        widths.size(),
        new Relu(),
        true,
        1,
        1,
        0,
        0,
        Mlp.VarianceScale.FAN_IN,
        Parametrization.STANDARD,
        List.of(),
        Mlp.Readout.TRAINED,
        1,
        new File(content(name)),
        trained);
  }

  /** Gradient descent of half the squared error, examples combined as said. */
  public static RunSpec spec(
      Architecture architecture,
      String data,
      SquaredError.Examples examples,
      double h,
      long steps) {
    RunSpec spec = Specs.with(Specs.small(), architecture);
    spec = Specs.with(spec, data(data));
    spec = Specs.with(spec, new SquaredError(true, examples, SquaredError.Outputs.SUM));
    return Specs.with(Specs.with(spec, new Rate.Fixed(h)), Specs.steps(steps));
  }

  /** theta at every step of a run. */
  public static List<Tensor> thetas(RunSpec spec) {
    List<Tensor> thetas = new ArrayList<>();
    Indicator watching =
        new Indicator() {
          @Override
          public List<Column> columns() {
            return List.of();
          }

          @Override
          public Set<Need<?>> needs() {
            return Set.of();
          }

          @Override
          public Looks looks() {
            return new Looks.Every(1);
          }

          @Override
          public Meter start() {
            return (snapshot, out) -> thetas.add(snapshot.theta());
          }
        };
    Run.execute(spec, List.of(watching));
    return thetas;
  }

  /** A column of the row of a layer at a step. */
  public static Object layer(RunRecord record, long step, int layer, String column) {
    for (RunRecord.LayerRow row : record.layers()) {
      if (row.step().isPresent() && row.step().getAsLong() == step && row.layer() == layer) {
        Map<String, Object> values = row.values();
        return Objects.requireNonNull(values.get(column), column);
      }
    }
    throw new AssertionError("no row of step " + step + " and layer " + layer);
  }

  /** A column of the row of a step. */
  public static double step(RunRecord record, long step, String column) {
    for (RunRecord.StepRow row : record.steps()) {
      if (row.step() == step) {
        return (Double) Objects.requireNonNull(row.values().get(column), column);
      }
    }
    throw new AssertionError("no row of step " + step);
  }
}
