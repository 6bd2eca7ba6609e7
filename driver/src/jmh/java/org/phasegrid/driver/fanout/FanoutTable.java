package org.phasegrid.driver.fanout;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.phasegrid.sweeps.read.SweepSource;
import org.phasegrid.sweeps.read.Sweeps;
import org.phasegrid.worker.kernel.Kernels;

/**
 * Engines on the fractal sweep (272 examples, width 16, 500 steps, none ended early) in one table:
 * points per second of one thread and of two, how that scales beside a loop of fused multiply-adds
 * in registers alone, and what share of the time two cores are idle between the first start and the
 * last end of the local engine's chunks and of Spark's tasks (by Spark's own metrics).
 *
 * <pre>
 *   mvn -B -ntp -pl driver -am -P bench-fanout process-test-classes [-Dfanout.arguments="FLOAT32 16000"]
 * </pre>
 *
 * <p>Arguments: the precision, and the number of points of the sweep on both engines.
 */
public final class FanoutTable {
  private static final int ROUNDS = 5;
  private static final double LOOP_SECONDS = 1;

  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final int TURNS = 100_000;
  private static final int SUMS = 12;

  private static volatile float kept;

  private FanoutTable() {}

  public static void main(String[] arguments) throws Exception {
    String precision = arguments.length > 0 ? arguments[0] : "FLOAT32";
    int points = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 16_000;
    System.out.println(
        System.getProperty("os.arch")
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " cores; "
            + System.getProperty("java.vm.name")
            + " "
            + Runtime.version()
            + "; kernels "
            + Kernels.best().describe());
    scaling(precision, points / 12);
    row("engine", "", "points/s", "seconds", "chunks", "of s", "idle %", "command s");
    try (Fanout local = new LocalFanout(2)) {
      Watched watched = new Watched(local);
      double command = train(precision, points, watched);
      row(watched.busy, "local, 2 threads", points, command);
    }
    try (SparkFanout spark = new SparkFanout("local[2]")) {
      spark.cores();
      Busy busy = new Busy();
      SparkContext.getOrCreate().addSparkListener(new Tasks(busy));
      double command = train(precision, points, spark);
      SparkContext.getOrCreate().listenerBus().waitUntilEmpty(10_000);
      row(busy, "spark local[2]", points, command);
    }
  }

  /** What some threads got done, a second and a second of this process on the cores. */
  private record Rate(double perSecond, double perCpuSecond) {}

  /** Work of one thread or two. */
  private interface Work {
    Rate on(int threads) throws Exception;
  }

  /**
   * Rounds in turn, so that what the machine does meanwhile comes to all; medians. Where others are
   * at work as well, what a second on the cores brings is the figure to look at.
   */
  private static void scaling(String precision, int points) throws Exception {
    List<Work> works = List.of(FanoutTable::loop, threads -> rate(precision, points, threads));
    double[][][] rates = new double[2][4][ROUNDS];
    double[][] ratios = new double[2][ROUNDS];
    for (Work work : works) {
      work.on(2);
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (int w = 0; w < 2; w++) {
        Rate one = works.get(w).on(1);
        Rate two = works.get(w).on(2);
        rates[w][0][round] = one.perSecond;
        rates[w][1][round] = two.perSecond;
        rates[w][2][round] = two.perSecond / one.perSecond;
        rates[w][3][round] = 2 * two.perCpuSecond / one.perCpuSecond;
      }
      for (int i = 0; i < 2; i++) {
        ratios[i][round] = rates[1][2 + i][round] / rates[0][2 + i][round];
      }
    }
    row("", "", "1 thread", "2 threads", "scaling", "by CPU", "", "");
    row("fma loop float32", "GFLOP/s", texts(rates[0]), "", "");
    row("fractal " + precision.toLowerCase(Locale.ROOT), "points/s", texts(rates[1]), "", "");
    row("fractal / loop", "", "", "", texts(ratios), "", "");
  }

  private static Rate rate(String precision, int points, int threads) throws IOException {
    try (Fanout local = new LocalFanout(threads)) {
      Watched watched = new Watched(local);
      train(precision, points * threads, watched);
      Busy busy = watched.busy;
      return new Rate(points * threads / busy.span(), points * threads / busy.cpu());
    }
  }

  /** Seconds of the whole campaign in a folder of its own. */
  private static double train(String precision, int points, Fanout fanout) throws IOException {
    String text =
        """
        sweep: fractal
        base:
          architecture: {mlp: {width: 16, depth: 1, activation: tanh, bias: false}}
          dataset: {gaussian-noise: {examples: 272, inputs: 16, outputs: 1}}
          loss: {squared-error: {half: true, examples: mean, outputs: mean}}
          optimizer: gradient-descent
          stopping: {steps: 500, diverged-above: never}
          precision: %s
          seed: 1
        axes:
          learning-rate: {log10: {from: 1e-3, to: 1e-1, points: %d}}
        measure: [trainability]
        """
            .formatted(precision.toLowerCase(Locale.ROOT), points);
    Path folder = Files.createTempDirectory("fanout");
    try {
      Job job = Job.of(Sweeps.read(new SweepSource("fractal.yaml", text, Map.of())));
      long begin = System.nanoTime();
      Campaign.run(job, folder, fanout, Progress.SILENT, Campaign.Begin.CONTINUE, List.of("bench"));
      return (System.nanoTime() - begin) * 1e-9;
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** When cores were at work, in seconds. */
  private static final class Busy {
    private final List<Double> chunks = new ArrayList<>();
    private double first = Double.POSITIVE_INFINITY;
    private double last = Double.NEGATIVE_INFINITY;
    private final long cpuBegin = cpuNanos();
    private long cpuEnd;

    /** A chunk that lay between two times and worked for so long. */
    synchronized void add(double begin, double end, double worked) {
      first = Math.min(first, begin);
      last = Math.max(last, end);
      chunks.add(worked);
      cpuEnd = cpuNanos();
    }

    /** Seconds of this process on the cores up to the last end. */
    synchronized double cpu() {
      return (cpuEnd - cpuBegin) * 1e-9;
    }

    synchronized double span() {
      return last - first;
    }

    synchronized double idle(int cores) {
      return 1 - chunks.stream().mapToDouble(c -> c).sum() / (cores * span());
    }

    synchronized double[] chunks() {
      return chunks.stream().mapToDouble(c -> c).toArray();
    }
  }

  /** The local engine with a clock: a chunk works from its begin to its result. */
  private static final class Watched implements Fanout {
    private final Fanout engine;
    private final Busy busy = new Busy();

    Watched(Fanout engine) {
      this.engine = engine;
    }

    @Override
    public String describe() {
      return engine.describe();
    }

    @Override
    public int cores() {
      return engine.cores();
    }

    @Override
    public void run(
        Job job, Iterator<Chunk> work, Consumer<Chunk> begun, Consumer<ChunkResult> done)
        throws InterruptedException {
      Map<String, Double> began = new ConcurrentHashMap<>();
      engine.run(
          job,
          work,
          chunk -> {
            began.put(chunk.name(), now());
            begun.accept(chunk);
          },
          result -> {
            double end = now();
            double begin = Optional.ofNullable(began.get(result.chunk())).orElseThrow();
            busy.add(begin, end, end - begin);
            done.accept(result);
          });
    }

    @Override
    public void close() {
      engine.close();
    }

    private static double now() {
      return System.nanoTime() * 1e-9;
    }
  }

  /** Tasks as Spark tells of them. */
  private static final class Tasks extends SparkListener {
    private final Busy busy;

    Tasks(Busy busy) {
      this.busy = busy;
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      busy.add(
          end.taskInfo().launchTime() * 1e-3,
          end.taskInfo().finishTime() * 1e-3,
          end.taskMetrics().executorRunTime() * 1e-3);
    }
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** GFLOP/s of all threads together, each in registers alone. */
  private static Rate loop(int threads) throws InterruptedException {
    AtomicLong calls = new AtomicLong();
    long begin = System.nanoTime();
    long cpuBegin = cpuNanos();
    List<Thread> team = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      team.add(
          new Thread(
              () -> {
                while ((System.nanoTime() - begin) * 1e-9 < LOOP_SECONDS) {
                  kept = fma();
                  calls.incrementAndGet();
                }
              }));
    }
    team.forEach(Thread::start);
    for (Thread thread : team) {
      thread.join();
    }
    double gigaflops = 2e-9 * TURNS * SUMS * LANES.length() * calls.get();
    return new Rate(
        gigaflops / ((System.nanoTime() - begin) * 1e-9),
        gigaflops / ((cpuNanos() - cpuBegin) * 1e-9));
  }

  private static float fma() {
    FloatVector m = FloatVector.broadcast(LANES, 0.999999f);
    FloatVector z = FloatVector.broadcast(LANES, 1e-7f);
    FloatVector a = z, b = z, c = z, d = z, e = z, f = z, g = z, h = z, i = z, j = z, k = z, l = z;
    for (int t = 0; t < TURNS; t++) {
      a = a.fma(m, z);
      b = b.fma(m, z);
      c = c.fma(m, z);
      d = d.fma(m, z);
      e = e.fma(m, z);
      f = f.fma(m, z);
      g = g.fma(m, z);
      h = h.fma(m, z);
      i = i.fma(m, z);
      j = j.fma(m, z);
      k = k.fma(m, z);
      l = l.fma(m, z);
    }
    return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l).lane(0);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.3f" : "%.1f", value);
  }

  private static void row(Busy busy, String engine, int points, double command) {
    row(
        engine,
        "",
        text(points / busy.span()),
        text(busy.span()),
        Integer.toString(busy.chunks().length),
        text(median(busy.chunks())),
        text(100 * busy.idle(2)),
        text(command));
  }

  private static Object[] texts(double[][] rounds) {
    return Arrays.stream(rounds).map(values -> text(median(values))).toArray();
  }

  /** Cells may be lists of cells. */
  private static void row(Object... given) {
    Object[] cells =
        Arrays.stream(given)
            .flatMap(cell -> cell instanceof Object[] some ? Arrays.stream(some) : Stream.of(cell))
            .toArray();
    System.out.printf(Locale.ROOT, "%-24s %-9s %10s %10s %8s %8s %8s %10s%n", cells);
  }
}
