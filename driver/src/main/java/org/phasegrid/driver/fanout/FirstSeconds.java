package org.phasegrid.driver.fanout;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * What work takes in a new JVM beyond what the same work takes later: its code is not compiled yet,
 * and the compiler is at work beside it. Both are told as functions of the work that was done, in
 * the seconds that it takes later, so that a short sweep is charged with its part alone.
 */
final class FirstSeconds {
  /** A piece of work when it came first, and what all other threads had taken by its end. */
  private record Piece(double seconds, double others) {}

  private final List<Piece> pieces = new ArrayList<>();
  private final List<Double> later = new ArrayList<>();
  private final DoubleSupplier clock;
  private final double before;

  FirstSeconds() {
    this(FirstSeconds::others);
  }

  /**
   * First seconds by a clock.
   *
   * @param clock seconds on cores of all threads but the caller's
   */
  FirstSeconds(DoubleSupplier clock) {
    this.clock = clock;
    before = clock.getAsDouble();
  }

  /** Work was done. */
  void spent(double seconds) {
    pieces.add(new Piece(seconds, clock.getAsDouble() - before));
    later.add(seconds);
  }

  /** The {@code i}-th piece of work was done again. */
  void again(int i, double seconds) {
    later.set(i, Math.min(later.get(i), seconds));
  }

  /**
   * What so many seconds of work take in a new JVM.
   *
   * @param slow of the threads at work
   * @param others of all other threads
   */
  record Beyond(double slow, double others) {}

  Beyond of(double work) {
    double done = 0;
    double slow = 0;
    double others = 0;
    for (int i = 0; i < pieces.size() && done < work; i++) {
      double seconds = later.get(i);
      double part = Math.min(1, (work - done) / seconds);
      done += seconds;
      slow += part * (pieces.get(i).seconds - seconds);
      others += part * (pieces.get(i).others - others);
    }
    return new Beyond(slow, others);
  }

  private static double others() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? 1e-9 * system.getProcessCpuTime() - Stopwatch.cpu()
        : 0;
  }
}
