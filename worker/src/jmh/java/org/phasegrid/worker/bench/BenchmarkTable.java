package org.phasegrid.worker.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.PeakBenchmark;
import org.phasegrid.worker.kernel.Precision;

/**
 * All benchmarks of products, sweeps and networks in one table, with machine and JVM. Arguments are
 * those of the harness ({@code -p n=48,192}, {@code -f 5}, a pattern).
 *
 * <pre>
 *   taskset -c 1 mvn -B -ntp -pl worker -P bench test-compile exec:exec
 * </pre>
 */
public final class BenchmarkTable {
  private BenchmarkTable() {}

  public static void main(String[] arguments)
      throws RunnerException, CommandLineOptionException, IOException {
    CommandLineOptions asked = new CommandLineOptions(arguments);
    OptionsBuilder options = new OptionsBuilder();
    options.parent(asked).verbosity(VerboseMode.SILENT);
    if (asked.getIncludes().isEmpty()) {
      options.include("(Peak|SquareProduct|Sweep|Overview|Network)Benchmark").exclude("TwoThreads");
    }
    print(new Runner((Options) options.build()).run());
  }

  private static void print(Collection<RunResult> results) throws IOException {
    System.out.println(
        processor()
            + "; "
            + System.getProperty("java.vm.name")
            + " "
            + Runtime.version()
            + "; kernels "
            + Kernels.best().describe());
    TreeMap<String, Double> peaks = new TreeMap<>();
    for (RunResult result : results) {
      if (result.getParams().getBenchmark().contains("PeakBenchmark")) {
        String precision = label(result).toUpperCase(Locale.ROOT);
        peaks.put(precision, PeakBenchmark.flops(Precision.valueOf(precision)) / nanos(result));
      }
    }
    peaks.forEach((precision, rate) -> row("peak", precision, rate, "GFLOP/s"));
    for (RunResult result : results) {
      BenchmarkParams params = result.getParams();
      if (params.getBenchmark().contains("SquareProduct")) {
        double n = Double.parseDouble(params.getParam("n"));
        double rate = 2 * n * n * n / nanos(result);
        Optional<Double> peak = Optional.ofNullable(peaks.get(params.getParam("precision")));
        row(
            label(result),
            params.getParam("precision") + " n " + params.getParam("n"),
            rate,
            "GFLOP/s"
                + peak.map(p -> String.format(Locale.ROOT, " (%.0f %% of peak)", 100 * rate / p))
                    .orElse(""));
      } else if (!params.getBenchmark().contains("PeakBenchmark")) {
        StringBuilder shape = new StringBuilder();
        params.getParamsKeys().forEach(key -> shape.append(params.getParam(key)).append(' '));
        row(label(result), shape.toString().strip(), nanos(result) / 1e6, "ms");
      }
      for (Result<?> more : result.getSecondaryResults().values()) {
        if (more.getLabel().endsWith("gc.alloc.rate.norm")) {
          row("  allocation", label(result), more.getScore(), more.getScoreUnit());
        }
      }
    }
  }

  private static void row(String what, String of, double value, String unit) {
    System.out.printf(Locale.ROOT, "%-24s %-24s %10.2f %s%n", what, of, value, unit);
  }

  private static String label(RunResult result) {
    String name = result.getParams().getBenchmark();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Nanoseconds of a call. */
  private static double nanos(RunResult result) {
    double unit = result.getParams().getTimeUnit().toNanos(1);
    return result.getPrimaryResult().getStatistics().getPercentile(50) * unit;
  }

  private static String processor() throws IOException {
    Path file = Path.of("/proc/cpuinfo");
    if (!Files.exists(file)) {
      return System.getProperty("os.arch");
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse(System.getProperty("os.arch"));
    }
  }
}
