package org.phasegrid.worker.indicator;

import java.util.List;
import java.util.TreeSet;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Family;

/** When an indicator looks. The run's last theta is always looked at, except by a list of steps. */
public sealed interface Looks permits Looks.Every, Looks.At, Looks.Log2, Looks.Last {
  Family<Looks> FAMILY =
      Family.of("looks", Looks.class, new Every(1), new At(List.of()), new Log2(0.5), new Last())
          .whereAListMeans(At.class);

  /** Whether it looks at a step that is not the last. */
  boolean at(long step);

  /** Whether it looks at the last theta, whatever its step. */
  default boolean atLast(long step) {
    return true;
  }

  /** At steps 0, n, 2n, ... and the last. */
  @About("steps 0, n, 2n, ... and the last")
  record Every(@About("n") long n) implements Looks {
    public Every {
      if (n < 1) {
        throw new IllegalArgumentException("every must be at least 1, was " + n);
      }
    }

    @Override
    public boolean at(long step) {
      return step % n == 0;
    }
  }

  /** At the listed steps. */
  @About("the listed steps")
  record At(@About("steps") List<Long> steps) implements Looks {
    public At {
      steps = List.copyOf(new TreeSet<>(steps));
      for (long step : steps) {
        if (step < 0) {
          throw new IllegalArgumentException("at lists step " + step + ", steps begin at 0");
        }
      }
    }

    @Override
    public boolean at(long step) {
      return steps.contains(step);
    }

    @Override
    public boolean atLast(long step) {
      return steps.contains(step);
    }
  }

  /** At step 0, floor(2^(c k)) for k = 0, 1, ... and the last. */
  @About("step 0, floor(2^(c k)) for k = 0, 1, ... and the last")
  record Log2(@About("c") double c) implements Looks {
    public Log2 {
      if (!(c > 0 && c <= 64)) {
        throw new IllegalArgumentException("log2 must lie in (0, 64], was " + c);
      }
    }

    @Override
    public boolean at(long step) {
      if (step <= 1) {
        return true;
      }
      long k = (long) Math.ceil(StrictMath.log(step) / StrictMath.log(2) / c - 1e-9);
      return floorPower(k) == step || floorPower(k + 1) == step;
    }

    private long floorPower(long k) {
      return (long) Math.floor(StrictMath.pow(2, c * k));
    }
  }

  /** At the last theta alone. */
  @About("the last theta alone")
  record Last() implements Looks {
    @Override
    public boolean at(long step) {
      return false;
    }
  }
}
