package org.phasegrid.driver.command;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.phasegrid.driver.fanout.Chunk;
import org.phasegrid.driver.fanout.Fanout;
import org.phasegrid.driver.fanout.Job;
import org.phasegrid.driver.fanout.Progress;
import org.phasegrid.driver.store.Folder;
import org.phasegrid.driver.store.GridRuns;
import org.phasegrid.driver.store.Table;
import org.phasegrid.sweeps.read.Sweep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * {@code rerun}: trains runs again, here and now, and holds what comes of them against the stored
 * rows, bit by bit. The folder stays as it is.
 */
@Command(
    name = "rerun",
    description =
        "Trains runs again and compares their bits with the stored rows of runs, steps and layers; exit 1 on any difference. The folder stays as it is.",
    mixinStandardHelpOptions = true)
final class RerunCommand implements Callable<Integer> {
  private static final List<String> TABLES = List.of("runs", "steps", "layers");

  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private PhasegridCommand parent;

  @Parameters(index = "0", paramLabel = "DIR", description = "folder of a sweep")
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "RUN_ID",
      description = "names of runs, or how they begin")
  private List<String> ids = List.of();

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "N runs spread over the grid, the same ones every time")
  private Optional<Integer> sample = Optional.empty();

  @Mixin private EngineOptions engine = new EngineOptions();

  @Override
  public Integer call() throws IOException {
    Openings.require();
    if (ids.isEmpty() == sample.isEmpty()) {
      throw new RequestException("name runs, or say --sample N");
    }
    Sweep sweep = Folders.sweep(folder);
    Table runs = Folders.table(folder, "runs");
    Set<String> chosen = sample.isPresent() ? sampled(runs, sample.get()) : named(runs);
    Path again = Files.createTempDirectory("phasegrid-rerun");
    Thread cleaning = new Thread(() -> delete(again));
    Runtime.getRuntime().addShutdownHook(cleaning);
    try {
      train(sweep, chosen, again);
      return compare(chosen, again);
    } finally {
      Runtime.getRuntime().removeShutdownHook(cleaning);
      delete(again);
    }
  }

  private Set<String> named(Table runs) {
    Table.Column column = runs.column("run_id");
    Set<String> chosen = new LinkedHashSet<>();
    for (String asked : ids) {
      String prefix = asked.toLowerCase(Locale.ROOT);
      Set<String> found = new LinkedHashSet<>();
      for (int row = 0; row < runs.rows(); row++) {
        if (column.text(row).startsWith(prefix)) {
          found.add(column.text(row));
        }
      }
      if (found.size() != 1) {
        throw new RequestException(
            found.isEmpty()
                ? "no run of " + folder + " begins with '" + asked + "'"
                : found.size() + " runs begin with '" + asked + "': write more of its name");
      }
      chosen.addAll(found);
    }
    return chosen;
  }

  /** Of each of {@code count} stretches of the grid the run of the smallest name: a hash. */
  private Set<String> sampled(Table runs, int count) {
    if (count < 1) {
      throw new RequestException("--sample must be at least 1, was " + count);
    }
    Table.Column column = runs.column("run_id");
    Table.Column outcome = runs.column("outcome");
    List<String> names =
        IntStream.range(0, runs.rows())
            .filter(row -> !outcome.text(row).equals("failed"))
            .mapToObj(column::text)
            .distinct()
            .toList();
    if (names.isEmpty()) {
      throw new RequestException(folder + " has no run that did not fail");
    }
    Set<String> chosen = new LinkedHashSet<>();
    int stretches = Math.min(count, names.size());
    for (int s = 0; s < stretches; s++) {
      int from = (int) ((long) names.size() * s / stretches);
      int to = (int) ((long) names.size() * (s + 1) / stretches);
      chosen.add(names.subList(from, to).stream().min(Comparator.naturalOrder()).orElseThrow());
    }
    return chosen;
  }

  /** Trains the chosen runs, each a chunk of its own, into another folder. */
  private void train(Sweep sweep, Set<String> chosen, Path again) throws IOException {
    GridRuns runs = GridRuns.of(sweep.grid(), point -> 0);
    Map<String, List<Chunk>> chunks = new TreeMap<>();
    for (int i = 0; i < runs.size(); i++) {
      if (runs.has(i) && chosen.contains(runs.id(i).hex())) {
        String id = runs.id(i).hex();
        List<Chunk> known = chunks.computeIfAbsent(id, n -> new ArrayList<>());
        List<Integer> measures = sweep.pointMeasures().at(i);
        if (known.stream().noneMatch(chunk -> chunk.measures().equals(measures))) {
          known.add(new Chunk(id + Integer.toHexString(i), List.of(i), measures));
        }
      }
    }
    if (chunks.size() < chosen.size()) {
      throw new RequestException(
          "the tables of "
              + folder
              + " are older than its document: run the sweep first, then rerun");
    }
    List<Chunk> work =
        chosen.stream().flatMap(id -> chunks.getOrDefault(id, List.of()).stream()).toList();
    Progress progress =
        parent.voice() == Campaigns.Voice.QUIET
            ? Progress.SILENT
            : new ProgressLine(parent.terminal());
    try (Fanout fanout = engine.open();
        Folder other = Folder.open(again, sweep, Folder.Begin.FRESH)) {
      if (parent.voice() == Campaigns.Voice.PROGRESS) {
        parent
            .terminal()
            .err()
            .println("training " + work.size() + " runs again on " + fanout.describe());
      }
      long[] done = new long[3];
      fanout.run(
          Job.of(sweep),
          work.iterator(),
          chunk -> {},
          result -> {
            try {
              other.shards().append(result.chunk(), result.shard());
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            done[0] += result.runs();
            done[1] += result.failed();
            done[2] += result.diverged();
            progress.runs(done[0], work.size(), done[1], done[2]);
          });
      other.merge(runs);
    } catch (InterruptedException e) {
      throw new InterruptedIOException("stopped before its end");
    }
  }

  private int compare(Set<String> chosen, Path again) throws IOException {
    Map<String, Map<String, Table>> stored = new HashMap<>();
    Map<String, Map<String, Table>> trained = new HashMap<>();
    for (String table : TABLES) {
      stored.put(table, byRun(Folders.table(folder, table), chosen));
      trained.put(table, byRun(Folders.table(again, table), chosen));
    }
    PrintStream out = parent.terminal().out();
    int same = 0;
    for (String id : chosen) {
      List<String> differences = new ArrayList<>();
      List<String> rows = new ArrayList<>();
      for (String table : TABLES) {
        Table a = stored.getOrDefault(table, Map.of()).get(id);
        Table b = trained.getOrDefault(table, Map.of()).get(id);
        if (a == null || b == null) {
          throw new IllegalStateException("run " + id + " was not chosen");
        }
        differences(table, TableComparison.of(a, b), differences);
        if (!table.equals("runs") && a.rows() > 0) {
          rows.add(a.rows() + " rows of " + table);
        }
      }
      Table run = stored.getOrDefault("runs", Map.of()).get(id);
      if (differences.isEmpty() && run != null) {
        same++;
        rows.add(0, run.column("outcome").text(0));
        rows.add(1, "fingerprint " + run.column("fingerprint").text(0));
        out.println("same  " + id + "  " + String.join(", ", rows));
      } else {
        out.println("DIFF  " + id + "  " + String.join("; ", differences));
      }
    }
    out.println(same + " of " + chosen.size() + " runs have the stored bits");
    return same == chosen.size() ? Exit.COMPLETE : Exit.WITH_FAILURES;
  }

  private static void differences(
      String table, TableComparison comparison, List<String> differences) {
    for (TableComparison.Change change : comparison.changes()) {
      differences.add(
          table.equals("runs")
              ? change.column() + " was " + change.a() + ", is " + change.b()
              : table + "." + change.column() + " in " + change.rows() + " rows");
    }
    if (!comparison.onlyA().isEmpty()) {
      differences.add(comparison.onlyA().size() + " rows of " + table + " did not come again");
    }
    if (!comparison.onlyB().isEmpty()) {
      differences.add(comparison.onlyB().size() + " rows of " + table + " are new");
    }
    Stream.concat(comparison.columnsOnlyA().stream(), comparison.columnsOnlyB().stream())
        .forEach(column -> differences.add(table + "." + column + " is on one side only"));
  }

  /** The rows of each of {@code chosen}. */
  private static Map<String, Table> byRun(Table table, Collection<String> chosen) {
    Map<String, List<Integer>> rows = new HashMap<>();
    chosen.forEach(id -> rows.put(id, new ArrayList<>()));
    Table.Column ids = table.column("run_id");
    for (int row = 0; row < table.rows(); row++) {
      List<Integer> of = rows.get(ids.text(row));
      if (of != null) {
        of.add(row);
      }
    }
    Map<String, Table> tables = new HashMap<>();
    rows.forEach((id, of) -> tables.put(id, select(table, of)));
    return tables;
  }

  private static Table select(Table table, List<Integer> rows) {
    List<Table.Column> columns = new ArrayList<>();
    for (Table.Column column : table.columns()) {
      List<@org.jspecify.annotations.Nullable Object> cells = new ArrayList<>();
      rows.forEach(row -> cells.add(column.cells().get(row)));
      columns.add(
          new Table.Column(column.name(), column.type(), column.unit(), column.meaning(), cells));
    }
    return new Table(rows.size(), columns);
  }

  private static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      // A leftover in the temporary directory is no reason to fail.
      return;
    }
  }
}
