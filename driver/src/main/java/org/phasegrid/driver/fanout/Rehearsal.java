package org.phasegrid.driver.fanout;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;
import org.phasegrid.sweeps.read.Measure;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.worker.run.RunSpec;

/**
 * Pieces of a sweep's chunks, drawn evenly from all over it, done as a run of the sweep does chunks
 * on as many threads, until all are done or time is up. What they leave is thrown away.
 */
final class Rehearsal {
  /** A piece is as many herds at least: in fewer, lanes whose runs end early stand empty. */
  private static final int HERDS = 8;

  /** Pieces of each thread at least, where there is time to end them: a first one is slow. */
  private static final int EACH = 2;

  /** Model seconds of a piece, and the part of a thread's work that it is at most. */
  private static final double PIECE = 0.5;

  private static final double PART = 1.0 / 32;

  /** What is at work when time is up has so much more of it, in parts of the whole, to end. */
  private static final double MORE = 0.5;

  /** Of a sweep that seems to take more seconds, many pieces tell more than whole ones ... */
  private static final double LONG = 600;

  /** ... and they are left after so many. */
  private static final double CUT = 2;

  /** What was begun in the second half is enough if it is this part of all. */
  private static final double ENOUGH = 0.25;

  /** The inverse of the golden ratio: its multiples modulo 1 are spread evenly however many. */
  private static final double GOLDEN = 0.6180339887498949;

  private final Sweep sweep;
  private final int threads;
  private final List<Plan.Stretch> pieces = new ArrayList<>();
  private final Map<String, Course> courses = new ConcurrentHashMap<>();

  /** What the model says of the sweep, and how long a thread on average waits for the last one. */
  private final double model;

  private final double idle;
  private double rehearsing;
  private double begin;
  private double end;
  private int done;

  Rehearsal(Sweep sweep, Plan plan, int cores) {
    this.sweep = sweep;
    IntUnaryOperator lanes = index -> Cost.lanes(spec(index));
    List<Plan.Stretch> chunks = plan.stretches(cores, Set.of(), lanes);
    threads = Math.min(cores, chunks.size());
    model = chunks.stream().mapToDouble(Plan.Stretch::seconds).sum();
    idle = idle(chunks, threads);
    for (Plan.Stretch chunk : chunks) {
      double run = chunk.seconds() / chunk.indices().size();
      int herd = lanes.applyAsInt(chunk.indices().get(0));
      double herds = Math.min(PIECE, PART * model / threads) / (run * herd);
      int least = herd > 1 ? HERDS : 1;
      int size = herd * (int) Math.max(least, Math.ceil(Math.min(herds, chunk.indices().size())));
      for (int from = 0; from < chunk.indices().size(); from += size) {
        int to = Math.min(from + size, chunk.indices().size());
        pieces.add(
            new Plan.Stretch(
                chunk.indices().subList(from, to), chunk.measures(), run * (to - from)));
      }
    }
  }

  /** Model seconds that a thread waits on average where each takes the next chunk. */
  static double idle(List<Plan.Stretch> chunks, int threads) {
    PriorityQueue<Double> ends = new PriorityQueue<>(Collections.nCopies(threads, 0.0));
    for (Plan.Stretch chunk : chunks) {
      ends.add(ends.remove() + chunk.seconds());
    }
    double last = Collections.max(ends);
    return ends.stream().mapToDouble(end -> last - end).average().orElseThrow();
  }

  private RunSpec spec(int index) {
    return sweep.grid().point(index).orElseThrow().spec();
  }

  /** Does pieces for so many seconds. */
  void go(double seconds) {
    rehearsing = seconds;
    begin = now();
    double until = begin + seconds;
    try (LocalFanout fanout = new LocalFanout(threads)) {
      fanout.run(
          Job.of(sweep).beside(chunk -> course(chunk, Math.max(until, now()) + MORE * seconds)),
          drawn(until, until + seconds),
          chunk -> {},
          result -> {
            Objects.requireNonNull(courses.get(result.chunk())).end();
            done++;
          });
    } catch (InterruptedException e) {
      throw new Interrupted(done, pieces.size());
    }
    end = now();
  }

  private Course course(Chunk chunk, double until) {
    Plan.Stretch piece = pieces.get(Integer.parseInt(chunk.name()));
    RunSpec spec = spec(piece.indices().get(0));
    Cost cost =
        Cost.of(
            spec,
            piece.measures().stream().map(sweep.measures()::get).map(Measure::indicator).toList());
    double end = model / threads > LONG ? Math.min(until, now() + CUT) : until;
    Course course = new Course(cost, piece.indices().size(), piece.seconds(), Rehearsal::now, end);
    courses.put(chunk.name(), course);
    return course;
  }

  /** All pieces, each once, until time is up; the first few until it is really up. */
  private Iterator<Chunk> drawn(double until, double really) {
    Iterator<Integer> places = places(pieces.size());
    return new Iterator<>() {
      private int count;

      @Override
      public boolean hasNext() {
        return places.hasNext() && now() < (count < EACH * threads ? really : until);
      }

      @Override
      public Chunk next() {
        count++;
        int place = places.next();
        Plan.Stretch piece = pieces.get(place);
        return new Chunk(Integer.toString(place), piece.indices(), piece.measures());
      }
    };
  }

  /** All of 0 ... count - 1, each once, those that came so far always spread evenly. */
  static Iterator<Integer> places(int count) {
    BitSet drawn = new BitSet(count);
    return new Iterator<>() {
      private int n;

      @Override
      public boolean hasNext() {
        return n < count;
      }

      @Override
      public Integer next() {
        int place = drawn.nextClearBit((int) ((0.5 + n++ * GOLDEN) % 1 * count));
        place = place < count ? place : drawn.nextClearBit(0);
        drawn.set(place);
        return place;
      }
    };
  }

  /** What a run of the sweep takes. */
  double seconds() {
    if (done == pieces.size()) {
      return end - begin;
    }
    List<Course> all = List.copyOf(courses.values());
    List<Course> late = all.stream().filter(c -> c.begin() > begin + rehearsing / 2).toList();
    double left = model - done(all);
    // A new JVM is slow at first.
    double pace = pace(done(late) >= ENOUGH * done(all) ? late : all);
    return end - begin + pace * (left / threads + idle);
  }

  private static double done(List<Course> courses) {
    return courses.stream().mapToDouble(Course::done).sum();
  }

  /** Seconds of a thread for one of the model's. */
  private static double pace(List<Course> courses) {
    return courses.stream().mapToDouble(Course::time).sum() / done(courses);
  }

  int runs() {
    return courses.values().stream().mapToInt(Course::started).sum();
  }

  private static double now() {
    return 1e-9 * System.nanoTime();
  }
}
