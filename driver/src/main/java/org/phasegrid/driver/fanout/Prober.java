package org.phasegrid.driver.fanout;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
  /** Seconds of probes that count, and of those before, which warm the JIT up. */
  private static final double PROBING = 3;

  private static final double WARMING = 3;

  /** So little of the time the compiler is at work when nearly all is compiled. */
  private static final double RESTING = 0.2;

  /** Seconds of one probe. */
  private static final double PROBE = 0.12;

  private static final int PROBES = 256;
  private static final int FEW = 12;
  private static final long FIRST_STEPS = 2;

  /** A step takes at least this part of what it seems to with all that is there once. */
  private static final double LEAST_SLOPE = 20;

  /** Neighbors among which those of a herd are looked for, and chunks whose draws are counted. */
  private static final int NEIGHBORS = 2048;

  private static final int CHUNKS = 24;

  /** A shard is made of a chunk's rows. */
  private static final double SECONDS_PER_CHUNK = 4e-3;

  /** The inverse of the golden ratio: its multiples modulo 1 are spread evenly however many. */
  private static final double GOLDEN = 0.6180339887498949;

  /** What a probe tells. */
  private record Told(double share, double begin, double beginModel, double seconds, int runs) {}

  /**
   * Some runs under a stopwatch.
   *
   * @param steps that they made at most
   * @param seconds on the core
   * @param model of their steps
   */
  private record Seen(
      long steps, List<Outcome> ends, Stopwatch watch, double seconds, double model) {
    /** What of the time that went by was this thread's. */
    double share() {
      return seconds / watch.seconds();
    }

    /** Seconds besides begins and looks. */
    double training() {
      return Math.max(0, seconds - (watch.begin + watch.looking()) * share());
    }

    /** Whether it saw the runs to their ends. */
    boolean whole(List<RunSpec> specs) {
      return specs.stream().allMatch(spec -> spec.stopping().steps() <= steps);
    }
  }

  private final Sweep sweep;
  private final Plan plan;
  private final Kernels kernels = Kernels.best();
  private final Shared shared = new Shared();
  private final double tick = Stopwatch.tick();
  private final double[] until;

  Prober(Sweep sweep, Plan plan) {
    this.sweep = sweep;
    this.plan = plan;
    until = new double[plan.todo().size()];
    double sum = 0;
    for (int i = 0; i < until.length; i++) {
      sum += plan.runs().cost(plan.todo().get(i));
      until[i] = sum;
    }
  }

  Estimate estimate() {
    warmUp();
    List<Told> told = new ArrayList<>();
    double before = Stopwatch.cpu();
    while (told.size() < PROBES && Stopwatch.cpu() - before < PROBING) {
      told.add(probe(group(place(told.size()))));
    }
    // Where there are many, the later half, which is spread as evenly, finds all code compiled.
    List<Told> late = told.subList(told.size() < FEW ? 0 : told.size() / 2, told.size());
    double share = late.stream().mapToDouble(Told::share).average().orElseThrow();
    double begin = late.stream().mapToDouble(Told::begin).sum();
    double beginModel = late.stream().mapToDouble(Told::beginModel).sum();
    List<Chunk> chunks =
        plan.chunks(
            1, Set.of(), index -> Cost.lanes(sweep.grid().point(index).orElseThrow().spec()));
    return new Estimate(
        until[until.length - 1] * share
            + beginning(chunks) * begin / beginModel
            + SECONDS_PER_CHUNK * chunks.size(),
        told.stream().mapToInt(Told::runs).sum());
  }

  /** The first probe again and again, until it takes no less and the compiler rests. */
  private void warmUp() {
    @Nullable CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    List<Integer> group = group(place(0));
    double begin = Stopwatch.cpu();
    double before = Double.POSITIVE_INFINITY;
    int alike = 0;
    while (Stopwatch.cpu() - begin < WARMING && alike < 3) {
      double time = Stopwatch.now();
      double compiling = compiling(compiler);
      double seconds = probe(group).seconds;
      boolean rests = compiling(compiler) - compiling < RESTING * (Stopwatch.now() - time);
      alike = seconds > 0.95 * before && rests ? alike + 1 : 0;
      before = Math.min(before, seconds);
    }
  }

  private static double compiling(@Nullable CompilationMXBean compiler) {
    return compiler != null && compiler.isCompilationTimeMonitoringSupported()
        ? 1e-3 * compiler.getTotalCompilationTime()
        : 0;
  }

  /** Where the n-th probe is: each second of the model's is as likely. */
  private int place(int n) {
    double at = (0.5 + n * GOLDEN) % 1 * until[until.length - 1];
    int found = Arrays.binarySearch(until, at);
    return Math.min(until.length - 1, found < 0 ? -found - 1 : found);
  }

  /** Places of a herd around one. */
  private List<Integer> group(int place) {
    RunSpec spec = spec(place);
    int lanes = Cost.lanes(spec);
    List<Integer> group = new ArrayList<>();
    for (int i = 0; i < Math.min(NEIGHBORS, until.length) && group.size() < lanes; i++) {
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

  /** First few steps, then as many as there is time for. */
  private Told probe(List<Integer> places) {
    List<RunSpec> specs = places.stream().map(this::spec).toList();
    List<Indicator> measures =
        plan.missing().get(places.get(0)).stream()
            .map(m -> sweep.measures().get(m).indicator())
            .toList();
    long whole = specs.stream().mapToLong(spec -> spec.stopping().steps()).max().orElseThrow();
    List<Cost> costs = specs.stream().map(spec -> Cost.of(spec, measures)).toList();
    Seen few = see(specs, costs, measures, Math.min(whole, FIRST_STEPS));
    Seen most = few;
    while (most.steps < whole && (most.steps == few.steps || most.seconds < PROBE / 2)) {
      double more = Math.max(2, Math.min(100, 0.7 * PROBE / most.seconds));
      most = see(specs, costs, measures, (long) Math.min(whole, Math.ceil(most.steps * more)));
    }
    if (most.seconds < PROBE) {
      // Short steps take longer under a stopwatch: it tells the parts, not the sum.
      double seconds = execute(shortened(specs, most.steps), measures, new ArrayList<>());
      most =
          new Seen(most.steps, most.ends, most.watch, Math.min(seconds, most.seconds), most.model);
    }
    return told(places, specs, costs, few, most);
  }

  /** Does the first steps of some runs under a stopwatch. */
  private Seen see(List<RunSpec> specs, List<Cost> costs, List<Indicator> measures, long steps) {
    Stopwatch watch = new Stopwatch(measures, tick);
    List<RunRecord> records = new ArrayList<>();
    double seconds = execute(shortened(specs, steps), watch.indicators(), records);
    watch.end();
    long[] made = new long[records.size()];
    double model = 0;
    for (int i = 0; i < made.length; i++) {
      made[i] = records.get(i).outcome().step() + 1;
      model += made[i] * costs.get(i).beside();
    }
    return new Seen(
        steps,
        records.stream().map(RunRecord::outcome).toList(),
        watch,
        seconds,
        model + training(made, costs.get(0)));
  }

  private double execute(List<RunSpec> specs, List<Indicator> measures, List<RunRecord> records) {
    double before = Stopwatch.cpu();
    new Runs(measures, kernels, shared).execute(specs.iterator(), records::add);
    return Stopwatch.cpu() - before;
  }

  private static List<RunSpec> shortened(List<RunSpec> specs, long steps) {
    return specs.stream().map(spec -> shortened(spec, steps)).toList();
  }

  private static RunSpec shortened(RunSpec spec, long steps) {
    return new RunSpec(
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
        new Stopping(
            Math.min(steps, spec.stopping().steps()),
            spec.stopping().divergedAbove(),
            spec.stopping().convergedBelow()),
        spec.precision(),
        spec.seed(),
        spec.seeds());
  }

  /** What the runs take as a whole, by their first steps and by some more. */
  private Told told(
      List<Integer> places, List<RunSpec> specs, List<Cost> costs, Seen few, Seen most) {
    int count = specs.size();
    double scale = most.training() / most.model;
    double once = 0;
    if (most.steps > few.steps && most.model > few.model && !most.whole(specs)) {
      // What is there once, the workspaces of a herd say, is not taken for steps.
      double more = (most.training() - few.training()) / (most.model - few.model);
      double all = most.training();
      scale = Math.min(scale, Math.max(scale / LEAST_SLOPE, more));
      once = (all - scale * most.model) / count;
    }
    double all = once * count;
    double modelled = 0;
    for (int i = 0; i < count; i++) {
      Cost cost = costs.get(i);
      long made = most.ends.get(i).step();
      boolean early = !(most.ends.get(i) instanceof Outcome.Finished);
      long steps = early ? made : cost.steps();
      all += (steps + 1) * (cost.pace().perRun() + cost.beside()) * scale;
      for (int m = 0; m < cost.looks().size(); m++) {
        Stopwatch.Timed timed = most.watch.timed.get(m);
        all += timed.seconds(cost.looks().get(m), steps, made, scale, most.share());
      }
      modelled += plan.runs().cost(plan.todo().get(places.get(i)));
    }
    double begin = most.watch.begin * most.share();
    return new Told(all / modelled, begin, beginning(specs, costs), most.seconds, count);
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
