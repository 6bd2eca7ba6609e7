package org.phasegrid.driver.fanout;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.indicator.Out;
import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Outcome;
import org.phasegrid.worker.train.Snapshot;

/** Tells apart what begins, steps and looks take in some runs side by side. */
final class Stopwatch {
  final List<Timed> timed;
  double begin;
  private final double opened = now();
  private double mark = opened;

  private final double tick;

  Stopwatch(List<Indicator> measures, double tick) {
    this.tick = tick;
    timed = measures.stream().map(measure -> new Timed(measure, tick)).toList();
  }

  List<Indicator> indicators() {
    List<Indicator> all = new ArrayList<>(timed);
    all.add(new Marker(this));
    return all;
  }

  /** A run is ready for its first step. */
  void ready() {
    double time = now();
    begin += time - mark;
    mark = time;
  }

  /** A run has ended; the next may begin. */
  void ended() {
    mark = now();
  }

  /** All is done. */
  void end() {
    ready();
  }

  double seconds() {
    return mark - opened - timed.stream().mapToDouble(t -> t.seen() * tick).sum();
  }

  double looking() {
    return timed.stream().mapToDouble(t -> t.firstSeconds + t.moreSeconds + t.endSeconds).sum();
  }

  /** Seconds of this thread on its core: dear to ask for, microseconds on some machines. */
  static double cpu() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return threads.isCurrentThreadCpuTimeSupported()
        ? 1e-9 * threads.getCurrentThreadCpuTime()
        : now();
  }

  /** Seconds that go by, others at work or not. */
  static double now() {
    return 1e-9 * System.nanoTime();
  }

  /** Seconds of asking for the time. */
  static double tick() {
    int calls = 1000;
    double least = Double.POSITIVE_INFINITY;
    for (int round = 0; round < 20; round++) {
      double begin = now();
      for (int i = 1; i < calls; i++) {
        now();
      }
      least = Math.min(least, (now() - begin) / calls);
    }
    return least;
  }

  /** Measures nothing, after all others: hears of begins and ends. */
  private record Marker(Stopwatch watch) implements Indicator {
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
      return new Looks.At(List.of());
    }

    @Override
    public Meter start() {
      watch.ready();
      return new Meter() {
        @Override
        public void look(Snapshot snapshot, Out out) {}

        @Override
        public void end(Outcome outcome, Out out) {
          watch.ended();
        }
      };
    }
  }

  /**
   * A measure with a clock: a run's first look, which sets up what later ones find, counts apart.
   */
  static final class Timed implements Indicator {
    private final Indicator measure;
    private final double tick;
    private int first;
    private double firstSeconds;
    private int more;
    private double moreSeconds;
    private int ends;
    private double endSeconds;

    Timed(Indicator measure, double tick) {
      this.measure = measure;
      this.tick = tick;
    }

    int seen() {
      return first + more;
    }

    /** Seconds in a run of so many steps, by what was seen in {@code made} of them. */
    double seconds(Cost.Look look, long steps, long made, double scale, double share) {
      double seconds = ends == 0 ? 0 : endSeconds * share / ends;
      // What follows a run from its first step has that to go through in the end.
      boolean follows = measure.needs().stream().anyMatch(n -> n instanceof Need.Standing<?>);
      seconds *= follows ? (steps + 1.0) / (made + 1.0) : 1;
      double count = look.count(steps);
      if (count <= 0) {
        return seconds;
      }
      double once = first == 0 ? look.seconds() * scale : firstSeconds * share / first;
      double again = more == 0 ? once : moreSeconds * share / more;
      return seconds + once + (count - 1) * again;
    }

    @Override
    public List<Column> columns() {
      return measure.columns();
    }

    @Override
    public Set<Need<?>> needs() {
      return measure.needs();
    }

    @Override
    public Looks looks() {
      return measure.looks();
    }

    @Override
    public Meter start() {
      Meter meter = measure.start();
      return new Meter() {
        private boolean looked;

        @Override
        public void look(Snapshot snapshot, Out out) {
          double before = now();
          meter.look(snapshot, out);
          double seconds = Math.max(0, now() - before - tick);
          if (!looked) {
            looked = true;
            first++;
            firstSeconds += seconds;
          } else {
            more++;
            moreSeconds += seconds;
          }
        }

        @Override
        public void last(Snapshot snapshot) {
          double before = now();
          meter.last(snapshot);
          endSeconds += now() - before;
        }

        @Override
        public void end(Outcome outcome, Out out) {
          double before = now();
          meter.end(outcome, out);
          endSeconds += now() - before;
          ends++;
        }
      };
    }
  }
}
