package org.phasegrid.sweeps.read;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.phasegrid.sweeps.check.Check;
import org.phasegrid.sweeps.document.Node;
import org.phasegrid.sweeps.document.Place;
import org.phasegrid.sweeps.document.Problem;
import org.phasegrid.sweeps.document.Suggestion;
import org.phasegrid.sweeps.expression.Expression;

/** Reads {@code check:}. */
final class CheckReader {
  static final List<String> TABLES = List.of("runs", "steps", "layers", "cells", "lines");
  private static final List<String> KEYS = List.of("name", "over", "where", "that", "reference");

  private final Files files;
  private final TableColumns columns;
  private final Consumer<Problem> problems;

  CheckReader(Files files, TableColumns columns, Consumer<Problem> problems) {
    this.files = files;
    this.columns = columns;
    this.problems = problems;
  }

  List<Check> read(Optional<Node> node) {
    List<Check> checks = new ArrayList<>();
    if (node.isEmpty()) {
      return checks;
    }
    if (!(node.get() instanceof Node.Sequence sequence)) {
      problems.accept(
          new Problem(
              node.get().place(), "check was given " + node.get().shown() + ", wanted a list"));
      return checks;
    }
    int i = 0;
    for (Node item : sequence.items()) {
      i++;
      String path = "check." + i;
      Keys.of(path, item, KEYS, problems).flatMap(keys -> check(path, keys)).ifPresent(checks::add);
    }
    return checks;
  }

  private Optional<Check> check(String path, Keys keys) {
    Optional<String> that =
        keys.required("that", "what must be true of the rows")
            .flatMap(text -> keys.expression("that"));
    String over = keys.text("over").orElse("runs");
    if (!TABLES.contains(over)) {
      problems.accept(
          new Problem(
              keys.place("over"),
              path
                  + ".over was given '"
                  + over
                  + "', wanted one of: "
                  + String.join(", ", TABLES)
                  + Suggestion.of(over, TABLES)));
    }
    Optional<String> where = keys.expression("where");
    Optional<Check.Reference> reference =
        keys.node("reference")
            .flatMap(
                node ->
                    Keys.of(path + ".reference", node, List.of("csv", "on"), problems)
                        .flatMap(each -> reference(path + ".reference", each)));
    if (over.equals("lines") && columns.critical().isEmpty()) {
      problems.accept(
          new Problem(
              keys.place("over"),
              path + ".over is lines, but the sweep has no critical: values, which make lines"));
    } else {
      for (String key : List.of("where", "that")) {
        Optional<String> text = key.equals("where") ? where : that;
        text.ifPresent(each -> named(path + "." + key, keys.place(key), over, each, reference));
      }
    }
    return that.map(
        text -> new Check(keys.text("name").orElse(text), over, where, text, reference));
  }

  /** Says which names are no column of the table or of the reference. */
  private void named(
      String path, Place place, String over, String text, Optional<Check.Reference> reference) {
    if (!TABLES.contains(over)) {
      return;
    }
    Set<String> there = new LinkedHashSet<>(columns.table(over));
    reference.ifPresent(given -> there.addAll(header(given.file())));
    for (String name : Expression.parse(text).names()) {
      if (!there.contains(name) && !columns.has(over, name)) {
        problems.accept(new Problem(place, path + ": " + TableColumns.unknown(name, there, over)));
      }
    }
  }

  private List<String> header(String csv) {
    try {
      String text = new String(files.read(csv), StandardCharsets.UTF_8);
      return Arrays.stream(text.split("\\R", 2)[0].split(",", -1)).map(String::strip).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private Optional<Check.Reference> reference(String path, Keys keys) {
    Optional<String> csv = keys.required("csv", "a file beside the document");
    List<String> on = keys.texts("on");
    if (on.isEmpty()) {
      problems.accept(
          new Problem(
              keys.place(), path + ".on is required: the columns that join rows and reference"));
      return Optional.empty();
    }
    if (csv.isEmpty()) {
      return Optional.empty();
    }
    try {
      files.read(csv.get());
      List<String> header = header(csv.get());
      for (String column : on) {
        if (!header.contains(column)) {
          problems.accept(
              new Problem(
                  keys.place("on"),
                  path
                      + ".on: "
                      + csv.get()
                      + " has no column '"
                      + column
                      + "'; there are: "
                      + String.join(", ", header)));
        }
      }
    } catch (IOException e) {
      problems.accept(
          new Problem(
              keys.place("csv"), path + ".csv cannot read '" + csv.get() + "': " + e.getMessage()));
    }
    return Optional.of(new Check.Reference(csv.get(), on));
  }
}
