package org.phasegrid.driver.diagram;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.phasegrid.driver.store.Table;
import org.phasegrid.sweeps.draw.Drawing;

/** Makes one {@link Cell} of the rows of one group. */
final class Aggregation {
  private final Shown shown;
  private final IntPredicate failed;
  private final IntPredicate diverged;
  private final boolean loss;

  /** Where a diverged run's loss stood when it was stopped says nothing: it counts as infinite. */
  private static final Set<String> LOSSES = Set.of("loss_final", "loss_max", "loss_ratio");

  Aggregation(Table table, Shown shown) {
    this.shown = shown;
    this.loss = LOSSES.contains(shown.column().name());
    this.failed = row -> outcome(table, row, "failed");
    this.diverged = row -> outcome(table, row, "diverged");
  }

  private static boolean outcome(Table table, int row, String name) {
    return table.find("outcome").map(column -> name.equals(column.cells().get(row))).orElse(false);
  }

  /** The cell of {@code rows[from..to)}. */
  Cell of(int[] rows, int from, int to) {
    if (from == to) {
      return Cell.MISSING;
    }
    int failures = 0;
    int divergences = 0;
    int defined = 0;
    double[] values = new double[to - from];
    int[] votes = new int[shown.labels().size()];
    for (int i = from; i < to; i++) {
      int row = rows[i];
      if (failed.test(row)) {
        failures++;
        continue;
      }
      if (diverged.test(row)) {
        divergences++;
        if (loss) {
          values[defined++] = Double.POSITIVE_INFINITY;
          continue;
        }
      }
      if (shown.column().isNull(row)) {
        continue;
      }
      if (shown.by() == Drawing.By.LABEL) {
        votes[shown.labels().indexOf(shown.column().text(row))]++;
        defined++;
      } else {
        double value = shown.column().number(row);
        if (!Double.isNaN(value)) {
          values[defined++] = value;
        }
      }
    }
    int runs = to - from;
    if (defined == 0) {
      Cell.State state =
          failures == runs
              ? Cell.State.FAILED
              : 2 * divergences > runs - failures ? Cell.State.DIVERGED : Cell.State.UNDEFINED;
      return new Cell(
          state, Double.NaN, Optional.empty(), Interval.UNKNOWN, 0, runs, divergences, failures);
    }
    double[] ascending = Arrays.copyOf(values, defined);
    Arrays.sort(ascending);
    Optional<String> label = Optional.empty();
    double value;
    Interval interval;
    if (shown.by() == Drawing.By.LABEL) {
      int winner = 0;
      for (int i = 1; i < votes.length; i++) {
        if (votes[i] > votes[winner]) {
          winner = i;
        }
      }
      label = Optional.of(shown.labels().get(winner));
      value = (double) votes[winner] / defined;
      interval = Interval.wilson(votes[winner], defined);
    } else if (shown.share()) {
      int successes = (int) Arrays.stream(ascending).filter(v -> v == 1).count();
      value = (double) successes / defined;
      interval = Interval.wilson(successes, defined);
    } else if (shown.by() == Drawing.By.MEAN) {
      value = Interval.mean(ascending);
      interval = Interval.deviation(ascending);
    } else {
      value = Interval.quantile(ascending, 0.5);
      interval = Interval.quartiles(ascending);
    }
    if (loss && divergences > 0 && value == Double.POSITIVE_INFINITY) {
      return new Cell(
          Cell.State.DIVERGED,
          Double.NaN,
          Optional.empty(),
          Interval.UNKNOWN,
          0,
          runs,
          divergences,
          failures);
    }
    if (Double.isNaN(value)) {
      // A mean over +inf and -inf: trained, and no number.
      return new Cell(
          Cell.State.UNDEFINED,
          Double.NaN,
          Optional.empty(),
          Interval.UNKNOWN,
          0,
          runs,
          divergences,
          failures);
    }
    return new Cell(Cell.State.VALUE, value, label, interval, defined, runs, divergences, failures);
  }
}
