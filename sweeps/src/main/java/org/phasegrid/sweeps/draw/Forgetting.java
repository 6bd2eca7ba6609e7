package org.phasegrid.sweeps.draw;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.phasegrid.worker.theory.ObservableTransitions;

/**
 * The hyperbola on which decoupled weight decay has forgotten a number of e-folds by the last step,
 * lr wd T = folds (observable matrix dynamics, arXiv:2606.29679).
 */
record Forgetting(String name, double folds) implements Theory {
  private static final String RATE = "learning_rate";
  private static final String DECAY = "optimizer_weight_decay";
  private static final int POINTS = 100;

  @Override
  public String description() {
    return "learning_rate * optimizer_weight_decay * steps = "
        + folds
        + ", e-folds of forgetting at which addition is "
        + (folds == ObservableTransitions.MEMORIZED ? "still memorized" : "generalized")
        + " [arXiv:2606.29679]";
  }

  @Override
  public Optional<String> unfit(Drawing drawing, List<String> axes) {
    return Planes.unfit(drawing, RATE, DECAY);
  }

  @Override
  public Line on(Plane plane) {
    Axis axis = plane.x().column().equals(RATE) ? plane.x() : plane.y();
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (double rate : axis.values()) {
      least = rate > 0 ? Math.min(least, rate) : least;
      most = Math.max(most, rate);
    }
    List<Double> rates = new ArrayList<>();
    List<Double> decays = new ArrayList<>();
    for (int i = 0; i <= POINTS && most > 0; i++) {
      double rate = least * StrictMath.pow(most / least, (double) i / POINTS);
      rates.add(rate);
      decays.add(
          ObservableTransitions.forgettingDecay(folds, rate, plane.run().stopping().steps()));
    }
    return Planes.line(plane, "lr wd T = " + folds, RATE, rates, decays);
  }
}
