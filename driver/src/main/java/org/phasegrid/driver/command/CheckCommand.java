package org.phasegrid.driver.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.phasegrid.driver.check.Acceptance;
import org.phasegrid.driver.check.Verdict;
import org.phasegrid.driver.fanout.Campaign;
import org.phasegrid.driver.store.Folder;
import org.phasegrid.driver.store.Table;
import org.phasegrid.driver.store.Tables;
import org.phasegrid.sweeps.check.Check;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.sweeps.read.Sweeps;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * {@code check}: the acceptance statements of a sweep, judged from its tables; what is missing is
 * trained first.
 */
@Command(
    name = "check",
    description =
        "The acceptance statements of a sweep, judged from its tables: pass or fail with the figure. Of a sweep by name, what is"
            + " missing is trained first; of a folder, its tables are judged as they are.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private PhasegridCommand parent;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private SweepOptions options = new SweepOptions();

  @Override
  public Integer call() throws IOException {
    Path folder = Path.of(options.sweep);
    Sweep sweep;
    if (Files.isDirectory(folder)) {
      sweep = Sweeps.read(Folder.source(folder));
    } else {
      Openings.require();
      sweep = options.read();
      folder = options.folder(sweep);
      Campaigns.run(
          sweep,
          folder,
          options,
          Campaign.Begin.CONTINUE,
          Campaigns.Voice.PROGRESS,
          spec.commandLine().getParseResult().originalArgs(),
          parent.terminal());
      new Pictures(folder, sweep).draw(sweep.drawings(), Set.of("png", "svg"));
    }
    if (sweep.checks().isEmpty()) {
      throw new RequestException("sweep " + sweep.name() + " carries no check: statements");
    }
    return judge(sweep, folder);
  }

  private int judge(Sweep sweep, Path folder) {
    Map<String, Table> tables = new HashMap<>();
    Acceptance acceptance =
        new Acceptance(name -> table(name, folder, tables), file -> reference(sweep, file));
    int failed = 0;
    for (Check check : sweep.checks()) {
      Verdict verdict = acceptance.judge(check);
      failed += verdict.holds() ? 0 : 1;
      parent
          .terminal()
          .out()
          .printf(
              "%s  %s: %s  [%d rows]%n",
              verdict.holds() ? "pass" : "FAIL", verdict.name(), verdict.figure(), verdict.rows());
    }
    parent
        .terminal()
        .out()
        .println(sweep.checks().size() - failed + " of " + sweep.checks().size() + " hold");
    return failed == 0 ? Exit.COMPLETE : Exit.WITH_FAILURES;
  }

  /** A table; rows of looks and layers stand beside those of their runs. */
  private static Table table(String name, Path folder, Map<String, Table> tables) {
    Table known = tables.get(name);
    if (known == null) {
      known = read(folder.resolve(name + ".arrow"));
      if (name.equals("steps") || name.equals("layers")) {
        known = known.beside(table("runs", folder, tables));
      }
      tables.put(name, known);
    }
    return known;
  }

  private static Table read(Path file) {
    try {
      return Tables.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A csv file with a header line: numbers, or labels where a cell is none. */
  private static Table reference(Sweep sweep, String file) {
    byte[] bytes = sweep.source().files().get(file);
    if (bytes == null) {
      throw new RequestException("the sweep has no file " + file);
    }
    List<String> lines =
        new String(bytes, StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).toList();
    String[] names = lines.get(0).split(",", -1);
    List<List<@Nullable Object>> cells = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      cells.add(new ArrayList<>());
    }
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",", -1);
      for (int i = 0; i < names.length; i++) {
        cells.get(i).add(value(fields[i].strip()));
      }
    }
    List<Table.Column> columns = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      columns.add(
          new Table.Column(names[i].strip(), Table.Type.NUMBER, "", "of " + file, cells.get(i)));
    }
    return new Table(lines.size() - 1, columns);
  }

  private static @Nullable Object value(String field) {
    if (field.isEmpty()) {
      return null;
    }
    if (field.equals("true") || field.equals("false")) {
      return Boolean.valueOf(field);
    }
    try {
      return Double.valueOf(field);
    } catch (NumberFormatException e) {
      return field;
    }
  }
}
