package org.phasegrid.driver.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.phasegrid.driver.check.Acceptance;
import org.phasegrid.driver.check.Verdict;
import org.phasegrid.driver.store.Table;
import org.phasegrid.driver.store.Tables;
import org.phasegrid.sweeps.check.Check;
import org.phasegrid.sweeps.read.Sweep;

/** The acceptance statements of a sweep, judged from the tables of its folder. */
final class Verdicts {
  private Verdicts() {}

  /** A verdict for each statement, in the order of the document. */
  static List<Verdict> of(Sweep sweep, Path folder) {
    Acceptance acceptance = acceptance(sweep, folder);
    return sweep.checks().stream().map(acceptance::judge).toList();
  }

  /** The same for reading: what cannot be judged from these tables fails and says why. */
  static List<Verdict> told(Sweep sweep, Path folder) {
    Acceptance acceptance = acceptance(sweep, folder);
    List<Verdict> verdicts = new ArrayList<>();
    for (Check check : sweep.checks()) {
      try {
        verdicts.add(acceptance.judge(check));
      } catch (IllegalArgumentException | UncheckedIOException | RequestException e) {
        verdicts.add(new Verdict(check.name(), false, "cannot be judged: " + e.getMessage(), 0));
      }
    }
    return verdicts;
  }

  private static Acceptance acceptance(Sweep sweep, Path folder) {
    Map<String, Table> tables = new HashMap<>();
    return new Acceptance(name -> table(name, folder, tables), file -> reference(sweep, file));
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
