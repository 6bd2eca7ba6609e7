package org.phasegrid.worker.indicator.trunc;

import java.util.Optional;
import org.phasegrid.worker.architecture.Objective;
import org.phasegrid.worker.architecture.TruncationFit;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Snapshot;

/**
 * What decides a run's phase, whatever its looks are: whether a unit was off at step 0, the largest
 * |v| over the last {@code tail} steps in the cumulative chart, and the last pass.
 *
 * @param tail steps at the end
 */
record ClampTail(long tail) implements Need.Standing<ClampTail.Course> {
  @Override
  public Need.Following<Course> begin(Snapshot first) {
    Course course = new Course();
    if (first.finite()) {
      course.truncatesFirst = Pass.of(first.objective(), first.theta()).truncates();
    }
    return new Need.Following<>() {
      @Override
      public void step(Snapshot snapshot) {
        boolean late = snapshot.step() >= snapshot.steps() - tail;
        boolean last = snapshot.moment() == Snapshot.Moment.LAST;
        if ((late || last) && snapshot.finite()) {
          course.see(snapshot.objective(), snapshot.theta(), last);
        }
      }

      @Override
      public Course value() {
        return course;
      }
    };
  }

  /** A run so far. */
  static final class Course {
    private boolean truncatesFirst;
    private double largest;
    private Optional<Pass> end = Optional.empty();

    private void see(Objective objective, Tensor theta, boolean last) {
      if (last) {
        end = Optional.of(Pass.of(objective, theta));
      }
      if (objective instanceof TruncationFit chain) {
        Layers layers = Layers.of(chain, theta);
        if (layers.aligned()) {
          clamps(layers, chain.examples().y());
        }
      }
    }

    private void clamps(Layers layers, Tensor y) {
      Classes classes = new Classes(y);
      for (int layer = 1; layer <= Math.min(layers.depth(), classes.count()); layer++) {
        double[] mean = classes.means(y)[layer - 1];
        for (double v : layers.clampDistances(layer, Layers.column(mean))) {
          largest = Math.max(largest, Math.abs(v));
        }
      }
    }

    /** Whether a unit was off for an example at step 0. */
    boolean truncatesFirst() {
      return truncatesFirst;
    }

    /** The largest |v| of a truncating layer over the last steps; 0 without such layers. */
    double largest() {
      return largest;
    }

    /** The pass of the last theta, if that was finite. */
    Optional<Pass> end() {
      return end;
    }
  }
}
