package org.phasegrid.driver.fanout;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.phasegrid.driver.store.Layout;
import org.phasegrid.driver.store.ShardWriter;
import org.phasegrid.driver.store.ShardWriter.Circumstances;
import org.phasegrid.sweeps.read.Measure;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.worker.architecture.Shared;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.run.RunRecord;
import org.phasegrid.worker.run.RunSpec;
import org.phasegrid.worker.run.Runs;
import org.phasegrid.worker.train.Outcome;
import org.phasegrid.worker.train.Stopping;

/** Runs the probes of an {@link Estimate}. */
final class Prober {
  /** Seconds of probes that find nothing compiled, and of those that count. */
  private static final double PROBING = 3;

  /** Seconds at most of those that are done again. */
  private static final double REPEATING = 5;

  /** The same work takes no less: it took less than this part of it before. */
  private static final double ALIKE = 0.9;

  /** So little of the time the compiler is at work when nearly all is compiled. */
  private static final double RESTING = 0.2;

  /** Seconds of one probe. */
  private static final double PROBE = 0.12;

  /** A short sweep is probed as a whole this many times, by so many probes at least. */
  private static final double ENOUGH = 2;

  private static final int FEW = 12;
  private static final long FIRST_STEPS = 2;

  /** A step takes at least this part of what it seems to with all that is there once. */
  private static final double LEAST_SLOPE = 20;

  /** Neighbors among which those of a herd are looked for, and chunks whose draws are counted. */
  private static final int NEIGHBORS = 2048;

  private static final int CHUNKS = 24;

  /** The inverse of the golden ratio: its multiples modulo 1 are spread evenly however many. */
  private static final double GOLDEN = 0.6180339887498949;

  private static final Circumstances NOWHERE = new Circumstances("", "", 0, 0, "", "", "", "");

  /**
   * What a probe tells.
   *
   * @param sweep seconds of the whole sweep but for begins, if all runs are like these
   * @param part of the sweep that these are
   * @param begin seconds of their begins
   * @param beginModel what the model says of these
   */
  private record Told(double sweep, double part, double begin, double beginModel, int runs) {}

  /** The first steps of some runs, a stopwatch beside them or not. */
  private record Piece(List<Integer> places, long steps, boolean watched) {}

  /**
   * Seconds of a piece on the core.
   *
   * @param specs making its specs
   * @param shard writing its rows
   */
  private record Spent(double specs, double runs, double shard) {
    double all() {
      return specs + runs + shard;
    }
  }

  /**
   * A piece under a stopwatch.
   *
   * @param model of its steps
   */
  private record Seen(
      long steps,
      List<RunSpec> specs,
      List<Outcome> ends,
      Stopwatch watch,
      Spent spent,
      double model) {
    /** What of the time that went by was this thread's. */
    double share() {
      return spent.runs / watch.seconds();
    }

    /** Seconds besides begins and looks. */
    double training() {
      return Math.max(0, spent.runs - (watch.begin + watch.looking()) * share());
    }

    boolean early(int i) {
      return !(ends.get(i) instanceof Outcome.Finished);
    }

    /** Whether it saw the runs to their ends. */
    boolean whole() {
      for (int i = 0; i < ends.size(); i++) {
        if (!early(i) && specs.get(i).stopping().steps() > steps) {
          return false;
        }
      }
      return true;
    }
  }

  private final Sweep sweep;
  private final Plan plan;
  private final int cores;
  private final Kernels kernels = Kernels.best();
  private final Shared shared = new Shared();
  private final double tick = Stopwatch.tick();
  private final FirstSeconds first = new FirstSeconds();
  private final List<Piece> pieces = new ArrayList<>();

  /** The part of the sweep up to each place: half of it by the model, half by the count of runs. */
  private final double[] until;

  /** Seconds of a shard without a row. */
  private double empty = Double.POSITIVE_INFINITY;

  Prober(Sweep sweep, Plan plan, int cores) {
    this.sweep = sweep;
    this.plan = plan;
    this.cores = cores;
    until = new double[plan.todo().size()];
    double modelled = 0;
    for (int index : plan.todo()) {
      modelled += plan.runs().cost(index);
    }
    double sum = 0;
    for (int i = 0; i < until.length; i++) {
      // By the model alone, runs that it takes for short would not be seen.
      sum += 0.5 * plan.runs().cost(plan.todo().get(i)) / modelled + 0.5 / until.length;
      until[i] = sum;
    }
  }

  Estimate estimate() {
    List<Chunk> chunks =
        plan.chunks(
            cores, Set.of(), index -> Cost.lanes(sweep.grid().point(index).orElseThrow().spec()));
    double beginning = beginning(chunks);
    probes();
    repeat(List.copyOf(pieces));
    List<Told> told = probes();
    double seconds = seconds(told, beginning, chunks.size());
    double longest = 0;
    double all = 0;
    for (Chunk chunk : chunks) {
      double model = chunk.indices().stream().mapToDouble(plan.runs()::cost).sum();
      longest = Math.max(longest, model);
      all += model;
    }
    FirstSeconds.Beyond beyond = first.of(seconds);
    double own = seconds + beyond.slow();
    double elapsed =
        Math.max(
            own / Math.min(cores, all / longest),
            (own + beyond.others()) / Runtime.getRuntime().availableProcessors());
    return new Estimate(elapsed, told.stream().mapToInt(Told::runs).sum());
  }

  /** All that was done again and again, until it takes no less and the compiler rests. */
  private void repeat(List<Piece> done) {
    double begin = Stopwatch.cpu();
    double before = Double.POSITIVE_INFINITY;
    boolean rests = false;
    while (!rests) {
      double time = Stopwatch.now();
      double compiling = compiling();
      double seconds = 0;
      for (int i = 0; i < done.size(); i++) {
        if (Stopwatch.cpu() - begin > REPEATING) {
          return;
        }
        double again = execute(done.get(i), new ArrayList<>()).all();
        first.again(i, again);
        seconds += again;
      }
      rests =
          seconds > ALIKE * before && compiling() - compiling < RESTING * (Stopwatch.now() - time);
      before = Math.min(before, seconds);
    }
  }

  private static double compiling() {
    @Nullable CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    return compiler != null && compiler.isCompilationTimeMonitoringSupported()
        ? 1e-3 * compiler.getTotalCompilationTime()
        : 0;
  }

  private List<Told> probes() {
    List<Told> told = new ArrayList<>();
    double begin = Stopwatch.cpu();
    double done = 0;
    while (told.isEmpty()
        || ((told.size() < FEW || done < ENOUGH) && Stopwatch.cpu() - begin < PROBING)) {
      Told next = probe(place(told.size()));
      done += next.part;
      told.add(next);
    }
    return told;
  }

  /** Of one core, where all code is compiled. */
  private double seconds(List<Told> told, double beginning, int chunks) {
    double begin = told.stream().mapToDouble(Told::begin).sum();
    double beginModel = told.stream().mapToDouble(Told::beginModel).sum();
    return told.stream().mapToDouble(Told::sweep).average().orElseThrow()
        + beginning * begin / beginModel
        + empty * chunks;
  }

  /** Where the n-th probe is. */
  private int place(int n) {
    double at = (0.5 + n * GOLDEN) % 1 * until[until.length - 1];
    int found = Arrays.binarySearch(until, at);
    return Math.min(until.length - 1, found < 0 ? -found - 1 : found);
  }

  /** Places of runs like the one at {@code place}, from there on. */
  private List<Integer> group(int place, int count) {
    RunSpec spec = spec(place);
    List<Integer> group = new ArrayList<>();
    for (int i = 0; i < Math.min(NEIGHBORS, until.length) && group.size() < count; i++) {
      int near = (place + i) % until.length;
      if (plan.missing().get(near).equals(plan.missing().get(place))
          && Runs.together(spec(near), spec)) {
        group.add(near);
      }
    }
    return group;
  }

  private RunSpec spec(int place) {
    return sweep.grid().point(plan.todo().get(place)).orElseThrow().spec();
  }

  private List<Measure> measures(int place) {
    return plan.missing().get(place).stream().map(sweep.measures()::get).toList();
  }

  /** First few steps of a herd, then as many as there is time for, then as many runs. */
  private Told probe(int place) {
    int lanes = Cost.lanes(spec(place));
    List<Integer> places = group(place, lanes);
    long steps = places.stream().mapToLong(p -> spec(p).stopping().steps()).max().orElseThrow();
    Seen few = see(new Piece(places, Math.min(steps, FIRST_STEPS), true));
    Seen most = few;
    while (!most.whole() && (most.steps == few.steps || most.spent.all() < PROBE / 2)) {
      double more = Math.max(2, Math.min(100, 0.7 * PROBE / most.spent.all()));
      most = see(new Piece(places, (long) Math.min(steps, Math.ceil(most.steps * more)), true));
    }
    while (most.whole() && most.spent.all() < PROBE / 2) {
      double more = Math.max(2, Math.min(100, 0.7 * PROBE / most.spent.all()));
      List<Integer> herds = group(place, (int) Math.ceil(places.size() * more / lanes) * lanes);
      if (herds.size() == places.size()) {
        break;
      }
      places = herds;
      few = most;
      most = see(new Piece(places, steps, true));
    }
    if (most.spent.runs < PROBE) {
      // Short steps take longer under a stopwatch: it tells the parts, not the sum.
      Spent alone = execute(new Piece(places, most.steps, false), new ArrayList<>());
      Spent least = new Spent(alone.specs, Math.min(alone.runs, most.spent.runs), alone.shard);
      most = new Seen(most.steps, most.specs, most.ends, most.watch, least, most.model);
    }
    return told(places, few, most);
  }

  /** Does a piece under a stopwatch. */
  private Seen see(Piece piece) {
    Stopwatch watch = new Stopwatch(indicators(piece), tick);
    List<RunRecord> records = new ArrayList<>();
    Spent spent = execute(piece, watch.indicators(), records);
    watch.end();
    List<RunSpec> specs = piece.places.stream().map(this::spec).toList();
    List<Cost> costs = costs(specs, indicators(piece));
    long[] made = new long[records.size()];
    double model = 0;
    for (int i = 0; i < made.length; i++) {
      made[i] = records.get(i).outcome().step() + 1;
      model += made[i] * costs.get(i).beside();
    }
    return new Seen(
        piece.steps,
        specs,
        records.stream().map(RunRecord::outcome).toList(),
        watch,
        spent,
        model + training(made, costs.get(0)));
  }

  private List<Indicator> indicators(Piece piece) {
    return measures(piece.places.get(0)).stream().map(Measure::indicator).toList();
  }

  private static List<Cost> costs(List<RunSpec> specs, List<Indicator> measures) {
    return specs.stream().map(spec -> Cost.of(spec, measures)).toList();
  }

  private Spent execute(Piece piece, List<RunRecord> records) {
    return execute(
        piece,
        piece.watched ? new Stopwatch(indicators(piece), tick).indicators() : indicators(piece),
        records);
  }

  /** What {@link Job} does with a chunk. */
  private Spent execute(Piece piece, List<Indicator> measures, List<RunRecord> records) {
    double begin = Stopwatch.cpu();
    List<RunSpec> specs =
        piece.places.stream().map(place -> shortened(spec(place), piece.steps)).toList();
    double made = Stopwatch.cpu();
    new Runs(measures, kernels, shared).execute(specs.iterator(), records::add);
    double ran = Stopwatch.cpu();
    ShardWriter shard = new ShardWriter(Layout.of(sweep, measures(piece.places.get(0))));
    records.forEach(record -> shard.add(record, NOWHERE));
    shard.toByteArray();
    Spent spent = new Spent(made - begin, ran - made, Stopwatch.cpu() - ran);
    pieces.add(piece);
    first.spent(spent.all());
    return spent;
  }

  private static RunSpec shortened(RunSpec spec, long steps) {
    return steps >= spec.stopping().steps()
        ? spec
        : new RunSpec(
            spec.architecture(),
            spec.dataset(),
            spec.test(),
            spec.probe(),
            spec.loss(),
            spec.optimizer(),
            spec.learningRate(),
            spec.layerRates(),
            spec.schedule(),
            spec.batches(),
            new Stopping(steps, spec.stopping().divergedAbove(), spec.stopping().convergedBelow()),
            spec.precision(),
            spec.seed(),
            spec.seeds());
  }

  /** What the sweep takes if all of it is as some runs are, by few of their steps and by most. */
  private Told told(List<Integer> places, Seen few, Seen most) {
    int count = places.size();
    List<Cost> costs = costs(most.specs, indicators(new Piece(places, 0, false)));
    double scale = most.training() / most.model;
    double once = 0;
    if (most.steps > few.steps && most.model > few.model && !most.whole()) {
      // What is there once, the workspaces of a herd say, is not taken for steps.
      double more = (most.training() - few.training()) / (most.model - few.model);
      double all = most.training();
      scale = Math.min(scale, Math.max(scale / LEAST_SLOPE, more));
      once = all - scale * most.model;
    }
    double all = once + most.spent.specs;
    if (most.whole()) {
      all += most.training();
    }
    double rows = 0;
    double rowsSeen = 0;
    double part = 0;
    for (int i = 0; i < count; i++) {
      Cost cost = costs.get(i);
      long made = most.ends.get(i).step();
      long steps = most.early(i) ? made : cost.steps();
      if (!most.whole()) {
        all += (steps + 1) * (cost.pace().perRun() + cost.beside()) * scale;
      }
      for (int m = 0; m < cost.looks().size(); m++) {
        Stopwatch.Timed timed = most.watch.timed.get(m);
        all += timed.seconds(cost.looks().get(m), steps, made, scale, most.share());
      }
      rows += cost.rows(steps);
      rowsSeen += cost.rows(made);
      int place = places.get(i);
      part += until[place] - (place == 0 ? 0 : until[place - 1]);
    }
    empty = Math.min(empty, emptyShard(places.get(0)));
    all += Math.max(0, most.spent.shard - empty) * rows / rowsSeen;
    return new Told(
        all / part, part, most.watch.begin * most.share(), beginning(most.specs, costs), count);
  }

  private double emptyShard(int place) {
    double begin = Stopwatch.cpu();
    new ShardWriter(Layout.of(sweep, measures(place))).toByteArray();
    return Stopwatch.cpu() - begin;
  }

  /** What the model says of a herd's steps: side by side until few are left. */
  private static double training(long[] made, Cost cost) {
    long[] sorted = made.clone();
    Arrays.sort(sorted);
    int few = cost.pace().few();
    boolean herd = cost.pace().lanes() > 1 && made.length > few;
    long together = herd ? sorted[made.length - 1 - few] : 0;
    double alone = 0;
    for (long steps : sorted) {
      alone += Math.max(0, steps - together);
    }
    return (herd ? together * cost.pace().herd() : 0) + alone * cost.pace().alone();
  }

  /** What the model says of the begin of runs that share what they can. */
  private static double beginning(List<RunSpec> specs, List<Cost> costs) {
    Set<Object> drawn = new HashSet<>();
    Set<Object> starts = new HashSet<>();
    double seconds = 0;
    for (int i = 0; i < specs.size(); i++) {
      RunSpec spec = specs.get(i);
      Cost cost = costs.get(i);
      seconds += cost.run();
      if (!drawn.add(List.of(spec.dataset(), spec.draws()))) {
        seconds -= cost.drawing();
      }
      if (!starts.add(List.of(spec.architecture(), spec.dataset(), spec.loss(), spec.draws()))) {
        seconds -= cost.sharpness();
      }
    }
    return seconds;
  }

  /** The same of all chunks, by some of them. */
  private double beginning(List<Chunk> chunks) {
    double seconds = 0;
    long runs = 0;
    for (int c = 0; c < chunks.size(); c += Math.max(1, chunks.size() / CHUNKS)) {
      List<RunSpec> specs =
          chunks.get(c).indices().stream()
              .map(index -> sweep.grid().point(index).orElseThrow().spec())
              .toList();
      seconds += beginning(specs, specs.stream().map(spec -> Cost.of(spec, List.of())).toList());
      runs += specs.size();
    }
    return seconds * until.length / runs;
  }
}
