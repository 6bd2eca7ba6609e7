package org.phasegrid.sweeps.draw;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.phasegrid.worker.theory.ObservableTransitions;

/**
 * The smallest learning rate at which clusters of a signal become a stable band (observable matrix
 * dynamics, arXiv:2606.29679): {@link ObservableTransitions#clusterRate} for signals 2 to 4.
 */
record ClusterRate() implements Theory {
  private static final String RATE = "learning_rate";
  private static final String SIGNAL = "dataset_separation";
  private static final int POINTS = 40;

  @Override
  public String name() {
    return "omd-cluster-rate";
  }

  @Override
  public String description() {
    return "where five clusters become a stable band: learning_rate = 2.83 C / steps over"
        + " dataset_separation from 2 to 4 [arXiv:2606.29679]";
  }

  @Override
  public Optional<String> unfit(Drawing drawing, List<String> axes) {
    return Planes.unfit(drawing, RATE, SIGNAL);
  }

  @Override
  public Line on(Plane plane) {
    List<Double> rates = new ArrayList<>();
    List<Double> signals = new ArrayList<>();
    for (int i = 0; i <= POINTS; i++) {
      double signal = 2 + 2.0 * i / POINTS;
      signals.add(signal);
      rates.add(ObservableTransitions.clusterRate(signal, plane.run().stopping().steps()));
    }
    return Planes.line(plane, "2.83 C(s) / T", RATE, rates, signals);
  }
}
