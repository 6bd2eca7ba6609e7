package org.phasegrid.driver.fanout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.phasegrid.sweeps.grid.AxisColumn;
import org.phasegrid.sweeps.grid.Grid;
import org.phasegrid.sweeps.grid.Point;
import org.phasegrid.sweeps.read.Measure;
import org.phasegrid.sweeps.read.Renamed;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.sweeps.read.SweepSource;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.dataset.Dataset;
import org.phasegrid.worker.dataset.Datasets;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.dataset.GaussianNoise;
import org.phasegrid.worker.indicator.CellIndicator;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.indicator.Out;
import org.phasegrid.worker.indicator.general.GradientNorm;
import org.phasegrid.worker.indicator.general.Sharpness;
import org.phasegrid.worker.indicator.general.Trainability;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.random.Draws;
import org.phasegrid.worker.run.RunSpec;
import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Outcome;
import org.phasegrid.worker.train.Snapshot;
import org.phasegrid.worker.train.Stopping;

/**
 * Sweeps over learning rate, seed and bias from a line of text: {@code rates=3 seeds=4 measures=ab
 * cursed=2 halting=3:file base=x}.
 */
public final class SmallSweeps {
  private SmallSweeps() {}

  /** The job of a line. */
  public static Job job(String line) {
    SweepSource source =
        new SweepSource("small.yaml", line, Map.of("data.npz", new byte[] {1, 2, 3}));
    return new Job(read(source), SmallSweeps::read);
  }

  /** The sweep that a line says. */
  public static Sweep read(SweepSource source) {
    // Documents are read by the lists, so these are the first classes to be initialized.
    if (Datasets.ALL.names().isEmpty()) {
      throw new IllegalStateException("no data sets");
    }
    int rates = 3;
    int seeds = 4;
    String measures = "tgslcr";
    long cursed = -1;
    Optional<Halting> halting = Optional.empty();
    String base = "x";
    for (String word : source.text().split(" ")) {
      String value = word.substring(word.indexOf('=') + 1);
      switch (word.substring(0, word.indexOf('='))) {
        case "rates" -> rates = Integer.parseInt(value);
        case "seeds" -> seeds = Integer.parseInt(value);
        case "measures" -> measures = value;
        case "cursed" -> cursed = Long.parseLong(value);
        case "halting" ->
            halting =
                Optional.of(
                    new Halting(
                        8,
                        Long.parseLong(value.substring(0, value.indexOf(':'))),
                        value.substring(value.indexOf(':') + 1)));
        case "base" -> base = value;
        default -> throw new IllegalArgumentException(word);
      }
    }
    List<Measure> list = new ArrayList<>();
    for (char c : measures.toCharArray()) {
      list.add(
          switch (c) {
            case 't' -> new Measure("trainability", Trainability.PUBLISHED);
            case 'g' -> new Measure("gradient-norm", new GradientNorm(new Looks.Every(5)));
            case 's' -> new Measure("sharpness", new Sharpness(new Looks.Every(7), 6));
            case 'l' -> new Measure("lengths", new Lengths(new Looks.Last()));
            case 'c' -> new Measure("spread", new Spread(new Looks.Every(15)));
            case 'r' -> new Measure("late", new Renamed("late", new Spread(new Looks.Last())));
            case 'b' -> new Measure("broken", new Broken(new Looks.Last()));
            default -> throw new IllegalArgumentException(measures);
          });
    }
    return new Sweep(
        "small",
        source,
        "sweep: small\n",
        "base " + base,
        new SmallGrid(rates, seeds, cursed, halting),
        list,
        List.of(),
        List.of());
  }

  /** Learning rate, seed (the replicas) and bias; one point is taken out. */
  record SmallGrid(int rates, int seeds, long cursed, Optional<Halting> halting) implements Grid {
    @Override
    public long size() {
      return (long) rates * seeds * 2;
    }

    @Override
    public List<AxisColumn> axes() {
      List<Object> rate = new ArrayList<>();
      for (int i = 0; i < rates; i++) {
        rate.add(rate(i));
      }
      List<Object> seed = new ArrayList<>();
      for (long i = 0; i < seeds; i++) {
        seed.add(i);
      }
      return List.of(
          new AxisColumn(
              "learning_rate",
              "learning-rate",
              0,
              AxisColumn.Scale.LOG10,
              AxisColumn.Role.GRID,
              rate,
              "rate"),
          new AxisColumn(
              "seed", "seed", 1, AxisColumn.Scale.LINEAR, AxisColumn.Role.REPLICA, seed, ""),
          new AxisColumn(
              "depth_label",
              "depth-label",
              2,
              AxisColumn.Scale.CATEGORY,
              AxisColumn.Role.GRID,
              List.of("shallow", "deep"),
              ""));
    }

    private static double rate(int place) {
      return 0.05 * StrictMath.pow(30, place);
    }

    @Override
    public Optional<Point> point(long index) {
      if (index == 5) {
        return Optional.empty();
      }
      int rate = (int) (index / (seeds * 2L));
      long seed = index / 2 % seeds;
      int depth = (int) (index % 2);
      RunSpec d = RunSpec.DEFAULT;
      Mlp mlp =
          new Mlp(
              List.of(5),
              1 + depth,
              Mlp.SMALL.activation(),
              Mlp.SMALL.bias(),
              Mlp.SMALL.weightVariance(),
              Mlp.SMALL.readoutVariance(),
              Mlp.SMALL.biasVariance(),
              Mlp.SMALL.hiddenBias(),
              Mlp.SMALL.varianceScale(),
              Mlp.SMALL.parametrization(),
              Mlp.SMALL.multipliers(),
              Mlp.SMALL.readout(),
              Mlp.SMALL.readoutScale(),
              Mlp.SMALL.initialization(),
              Mlp.SMALL.trained());
      Dataset data = cursed < 0 ? new GaussianNoise(8, 3, 1) : new Cursed(8, cursed);
      if (halting.isPresent()) {
        data = halting.get();
      }
      double value = rate(rate);
      RunSpec spec =
          new RunSpec(
              mlp,
              data,
              d.test(),
              d.probe(),
              d.loss(),
              d.optimizer(),
              new Rate.Fixed(value),
              d.layerRates(),
              d.schedule(),
              d.batches(),
              new Stopping(30, d.stopping().divergedAbove(), d.stopping().convergedBelow()),
              d.precision(),
              seed,
              d.seeds());
      return Optional.of(
          new Point(
              index,
              rate * 2L + depth,
              List.of(value, seed, depth == 0 ? "shallow" : "deep"),
              spec));
    }
  }

  /** Data that throws for one seed, overflows the stack for the next and the heap for another. */
  public record Cursed(int examples, long seed) implements Dataset {
    @Override
    public int inputs() {
      return 3;
    }

    @Override
    public int outputs() {
      return 1;
    }

    @Override
    public Examples draw(Draws draws) {
      if (draws.seed() == seed) {
        throw new IllegalStateException("cursed seed " + seed);
      }
      if (draws.seed() == seed + 4) {
        return new GaussianNoise(new long[Integer.MAX_VALUE].length, 3, 1).draw(draws);
      }
      return new GaussianNoise(examples, sink(draws.seed() == seed + 1 ? 0 : 3), 1).draw(draws);
    }

    @Override
    public Examples beside(Draws draws, String name, int count) {
      return new GaussianNoise(count, 3, 1).beside(draws, name, count);
    }

    private static int sink(int depth) {
      return depth == 3 ? 3 : 1 + sink(depth - 1);
    }
  }

  /** Data that ends its JVM for one seed for as long as there is a file. */
  public record Halting(int examples, long seed, String file) implements Dataset {
    @Override
    public int inputs() {
      return 3;
    }

    @Override
    public int outputs() {
      return 1;
    }

    @Override
    public Examples draw(Draws draws) {
      if (draws.seed() == seed && Files.exists(Path.of(file))) {
        Runtime.getRuntime().halt(77);
      }
      return new GaussianNoise(examples, 3, 1).draw(draws);
    }

    @Override
    public Examples beside(Draws draws, String name, int count) {
      return new GaussianNoise(count, 3, 1).beside(draws, name, count);
    }
  }

  /** A measure with a column of every type, some of them undefined. */
  public record Lengths(Looks looks) implements Indicator {
    @Override
    public List<Column> columns() {
      return List.of(
          new Column("lengths_label", Column.Scope.RUN, Column.Type.LABEL, "", "long or short"),
          new Column("lengths_steps", Column.Scope.RUN, Column.Type.INTEGER, "steps", "steps"),
          new Column("lengths_even", Column.Scope.RUN, Column.Type.BOOLEAN, "", "even steps"),
          new Column("lengths_undefined", Column.Scope.RUN, "", "always undefined"),
          new Column("lengths_infinite", Column.Scope.RUN, "", "always infinite"),
          new Column("lengths_vector", Column.Scope.RUN, Column.Type.VECTOR, "m", "three numbers"),
          new Column("lengths_word", Column.Scope.STEP, Column.Type.LABEL, "", "of the last step"));
    }

    @Override
    public Set<Need<?>> needs() {
      return Set.of();
    }

    @Override
    public Meter start() {
      return new Meter() {
        @Override
        public void look(Snapshot snapshot, Out out) {
          out.put("lengths_word", snapshot.finite() ? "finite" : "overflown");
        }

        @Override
        public void end(Outcome outcome, Out out) {
          out.put("lengths_label", outcome.step() > 20 ? "long" : "short");
          out.put("lengths_steps", outcome.step());
          out.put("lengths_even", outcome.step() % 2 == 0);
          out.put("lengths_undefined", Double.NaN);
          out.put("lengths_infinite", Double.POSITIVE_INFINITY);
          if (outcome.step() > 20) {
            out.put("lengths_vector", new double[] {1, Double.NaN, -0.0});
          }
        }
      };
    }
  }

  /** A measure that makes columns of every type and scope of the replicas of a cell. */
  public record Spread(Looks looks) implements Indicator {
    @Override
    public List<Column> columns() {
      return List.of(
          new Column("spread_loss", Column.Scope.STEP, "", "loss of the look"),
          new Column("spread_depth", Column.Scope.LAYER, "", "layer times steps"));
    }

    @Override
    public Set<Need<?>> needs() {
      return Set.of();
    }

    @Override
    public Meter start() {
      return new Meter() {
        @Override
        public void look(Snapshot snapshot, Out out) {
          out.put("spread_loss", snapshot.loss());
          out.put(1, "spread_depth", snapshot.loss());
        }

        @Override
        public void end(Outcome outcome, Out out) {
          out.put(2, "spread_depth", 2.0 * outcome.step());
        }
      };
    }

    @Override
    public List<CellIndicator> ofCells() {
      return List.of(new OfCell(), new OfLook(), new OfLayer());
    }

    private static double[] numbers(CellIndicator.Replicas replicas, String column) {
      return IntStream.range(0, replicas.size())
          .mapToObj(replica -> replicas.value(replica, column))
          .mapToDouble(value -> value.map(x -> ((Number) x).doubleValue()).orElse(Double.NaN))
          .toArray();
    }

    private record OfCell() implements CellIndicator {
      @Override
      public List<Column> columns() {
        return List.of(
            new Column("spread_seeds", Column.Scope.RUN, Column.Type.VECTOR, "", "seeds"),
            new Column("spread_word", Column.Scope.RUN, Column.Type.LABEL, "", "of outcomes"),
            new Column("spread_all", Column.Scope.RUN, Column.Type.BOOLEAN, "", "none failed"),
            new Column("spread_failed", Column.Scope.RUN, Column.Type.INTEGER, "runs", "failed"),
            new Column("spread_undefined", Column.Scope.RUN, "", "always undefined"));
      }

      @Override
      public Set<String> reads() {
        return Set.of("seed", "outcome", "loss_final", "depth_label");
      }

      @Override
      public void of(Replicas replicas, Out out) {
        long failed = 0;
        for (int replica = 0; replica < replicas.size(); replica++) {
          boolean one = replicas.value(replica, "outcome").equals(Optional.of("failed"));
          failed += one ? 1 : 0;
          if (one && replicas.value(replica, "loss_final").isPresent()) {
            throw new IllegalStateException("a failed run has a loss");
          }
        }
        out.put("spread_seeds", numbers(replicas, "seed"));
        out.put(
            "spread_word",
            replicas.setting(0).dataset().examples()
                + " examples, "
                + replicas.value(0, "depth_label").orElseThrow());
        out.put("spread_all", failed == 0);
        out.put("spread_failed", failed);
        out.put("spread_undefined", Double.NaN);
      }
    }

    private record OfLook() implements CellIndicator {
      @Override
      public List<Column> columns() {
        return List.of(
            new Column("spread_gap", Column.Scope.STEP, "", "largest less smallest loss"));
      }

      @Override
      public Set<String> reads() {
        return Set.of("spread_loss", "learning_rate");
      }

      @Override
      public void of(Replicas replicas, Out out) {
        if (replicas.value(0, "learning_rate").isEmpty()) {
          throw new IllegalStateException("a run has its axes");
        }
        double[] loss = numbers(replicas, "spread_loss");
        out.put(
            "spread_gap",
            Arrays.stream(loss).max().orElseThrow() - Arrays.stream(loss).min().orElseThrow());
      }
    }

    private record OfLayer() implements CellIndicator {
      @Override
      public List<Column> columns() {
        return List.of(
            new Column("spread_depths", Column.Scope.LAYER, Column.Type.VECTOR, "", "depths"));
      }

      @Override
      public Set<String> reads() {
        return Set.of("spread_depth", "step", "layer");
      }

      @Override
      public void of(Replicas replicas, Out out) {
        boolean look = replicas.value(0, "step").isPresent();
        if (replicas.value(0, "spread_depth").isEmpty()) {
          return; // a row of another measure
        }
        if (look != replicas.value(0, "layer").equals(Optional.of(1L))) {
          throw new IllegalStateException("its rows of looks are of layer 1");
        }
        out.put("spread_depths", numbers(replicas, "spread_depth"));
      }
    }
  }

  /** A measure that reads of cells what it does not say. */
  public record Broken(Looks looks) implements Indicator {
    @Override
    public List<Column> columns() {
      return List.of();
    }

    @Override
    public Set<Need<?>> needs() {
      return Set.of();
    }

    @Override
    public Meter start() {
      return (snapshot, out) -> {};
    }

    @Override
    public List<CellIndicator> ofCells() {
      return List.of(
          new CellIndicator() {
            @Override
            public List<Column> columns() {
              return List.of(new Column("broken", Column.Scope.RUN, "", "never"));
            }

            @Override
            public Set<String> reads() {
              return Set.of("loss_final");
            }

            @Override
            public void of(Replicas replicas, Out out) {
              out.put("broken", (Double) replicas.value(0, "loss_max").orElse(0.0));
            }
          });
    }
  }

  /** The names of the tables whose bytes are promised. */
  static final List<String> TABLES =
      Arrays.asList("runs.arrow", "steps.arrow", "layers.arrow", "cells.arrow");

  /** A table's path. */
  static Path table(Path folder, String name) {
    return folder.resolve(name);
  }
}
