package org.phasegrid.worker.indicator.general;

import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.indicator.Out;
import org.phasegrid.worker.train.Outcome;
import org.phasegrid.worker.train.Snapshot;
import org.phasegrid.worker.train.Snapshot.Moment;

/**
 * {@link Trainability} in one run: running sums over the losses, and the first steps at which
 * something happened.
 */
final class LossMeter implements Meter {
  private static final long NOT_YET = Long.MAX_VALUE;

  private final Trainability trainability;
  private final double[] lastValues = new double[Trainability.LAST];
  private long counted;
  private double sum;
  private double sumOfInverses;
  private double base;
  private double first;
  private double previous;
  private long steps;
  private long target = NOT_YET;
  private long rise = NOT_YET;
  private long stepUp = NOT_YET;
  private double accuracy = Double.NaN;

  LossMeter(Trainability trainability) {
    this.trainability = trainability;
  }

  @Override
  public void look(Snapshot snapshot, Out out) {
    double loss = snapshot.loss();
    long step = snapshot.step();
    if (step == 0) {
      first = loss;
      base = Double.isFinite(loss) ? loss : Trainability.CLAMP;
      steps = snapshot.steps();
    }
    if (step < steps) {
      count(loss);
    }
    if (loss <= trainability.target() * first) {
      target = Math.min(target, step);
    }
    if (step > 0 && !(loss <= first)) {
      rise = Math.min(rise, step);
    }
    if (step > 0 && !(loss <= previous)) {
      stepUp = Math.min(stepUp, step);
    }
    previous = loss;
    if (snapshot.moment() == Moment.LAST
        && trainability.criterion() instanceof Criterion.Accuracy
        && snapshot.finite()) {
      accuracy = snapshot.objective().accuracy(snapshot.theta());
    }
  }

  private void count(double loss) {
    double value = (Double.isFinite(loss) ? loss : Trainability.CLAMP) / base;
    value = value > Trainability.CLAMP ? Trainability.CLAMP : value;
    lastValues[(int) (counted % lastValues.length)] = value;
    counted++;
    sum += value;
    sumOfInverses += 1 / value;
  }

  @Override
  public void end(Outcome outcome, Out out) {
    while (counted < steps) {
      count(outcome instanceof Outcome.Diverged ? Double.POSITIVE_INFINITY : previous);
    }
    if (steps > 0) {
      boolean converged = meanOfLast() < 1;
      out.put("convergence_measure", converged ? -sum : sumOfInverses);
      if (trainability.criterion() instanceof Criterion.ConvergenceMeasure) {
        out.put("trainable", converged);
      }
    }
    if (trainability.criterion() instanceof Criterion.LossRatio ratio) {
      out.put("trainable", previous < ratio.below() * first);
    }
    if (trainability.criterion() instanceof Criterion.Accuracy share) {
      out.put("trainable", accuracy > share.above());
      out.put("train_accuracy", accuracy);
    }
    putIfReached("steps_to_target", target, out);
    putIfReached("first_rise_step", rise, out);
    putIfReached("first_step_up", stepUp, out);
  }

  private double meanOfLast() {
    int n = (int) Math.min(counted, lastValues.length);
    double total = 0;
    for (long t = counted - n; t < counted; t++) {
      total += lastValues[(int) (t % lastValues.length)];
    }
    return total / n;
  }

  private static void putIfReached(String column, long step, Out out) {
    if (step != NOT_YET) {
      out.put(column, step);
    }
  }
}
