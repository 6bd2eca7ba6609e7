package org.phasegrid.sweeps.draw;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.phasegrid.worker.architecture.TruncatedClusters;
import org.phasegrid.worker.loss.SquaredError;
import org.phasegrid.worker.run.RunSpec;
import org.phasegrid.worker.theory.Truncation;

/**
 * A critical learning rate of truncation flow (Chen 2025, arXiv:2501.07400; specification B.4, B.5)
 * for half the squared error, classes equal: h = a K for K clusters.
 *
 * @param bound which a
 */
record TruncationStep(Bound bound) implements Theory {
  /** The a that is drawn. */
  enum Bound {
    /** Where the collapsed state loses its stability: 2, or a_c(Q, L) of plain backpropagation. */
    COLLAPSE("trunc-collapse"),
    /** Where the two-cycle of a uniform cluster does: 1 + sqrt 3. */
    CYCLE("trunc-cycle"),
    /** Where a uniform cluster can freeze: (a - 1)³ = 4 a. */
    FREEZE("trunc-freeze");

    private final String name;

    Bound(String name) {
      this.name = name;
    }
  }

  private static final String RATE = "learning_rate";
  private static final String DEPTH = "architecture_depth";
  private static final Set<String> DECIDING =
      Set.of("architecture_chart", "dataset_clusters", "dataset_classes", DEPTH);

  @Override
  public String name() {
    return bound.name;
  }

  @Override
  public String description() {
    return switch (bound) {
          case COLLAPSE ->
              "the largest learning rate at which collapsed clusters are stable: a = 2 in the"
                  + " cumulative chart, a_c(Q, L) in the layerwise one";
          case CYCLE -> "where the two-cycle of a uniform cluster ends: a = 1 + sqrt 3";
          case FREEZE -> "from where a uniform cluster can freeze: (a - 1)^3 = 4 a";
        }
        + " [arXiv:2501.07400]";
  }

  @Override
  public Optional<String> unfit(Drawing drawing, List<String> axes) {
    if (!drawing.plot().equals("heatmap") || !shows(drawing, RATE)) {
      return Optional.of("wants a heat map with the axis " + RATE);
    }
    for (String column : axes) {
      boolean hidden =
          !shows(drawing, column)
              && drawing.slice().stream().noneMatch(slice -> slice.column().equals(column));
      if (DECIDING.contains(column) && hidden) {
        return Optional.of("depends on the axis " + column + ", which the picture does not show");
      }
    }
    return Optional.empty();
  }

  private static boolean shows(Drawing drawing, String column) {
    return drawing.x().filter(column::equals).isPresent()
        || drawing.y().filter(column::equals).isPresent();
  }

  @Override
  public Line on(Plane plane) {
    RunSpec run = plane.run();
    boolean equal =
        run.loss() instanceof SquaredError loss
            && loss.half()
            && loss.examples() == SquaredError.Examples.CLASS_MEAN
            && loss.outputs() == SquaredError.Outputs.SUM;
    if (!(run.architecture() instanceof TruncatedClusters clusters) || !equal) {
      return new Line(
          bound.name + ": for truncated-clusters and half the class-mean of squares alone",
          List.of(),
          List.of());
    }
    boolean ofX = plane.x().column().equals(RATE);
    Axis other = ofX ? plane.y() : plane.x();
    int k = run.dataset().inputs();
    List<Double> rates = new ArrayList<>();
    for (double value : other.values()) {
      int depth = other.column().equals(DEPTH) ? (int) value : clusters.depth();
      rates.add(k * a(clusters, k, depth));
    }
    String label =
        switch (bound) {
          case COLLAPSE ->
              clusters.chart() == TruncatedClusters.Chart.LAYERWISE ? "a = a_c(Q, L)" : "a = 2";
          case CYCLE -> "a = 1 + sqrt 3";
          case FREEZE -> "(a - 1)^3 = 4 a";
        };
    return ofX ? new Line(label, rates, other.values()) : new Line(label, other.values(), rates);
  }

  private double a(TruncatedClusters clusters, int k, int depth) {
    return switch (bound) {
      case COLLAPSE ->
          clusters.chart() == TruncatedClusters.Chart.LAYERWISE
              ? Truncation.criticalStep(Math.min(k, depth), depth)
              : 2;
      case CYCLE -> Truncation.CYCLE_ENDS;
      case FREEZE -> Truncation.FREEZES;
    };
  }
}
