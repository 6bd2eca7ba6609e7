package org.phasegrid.sweeps.read;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.phasegrid.sweeps.check.Check;
import org.phasegrid.sweeps.document.Node;
import org.phasegrid.sweeps.document.Problem;
import org.phasegrid.sweeps.document.Suggestion;

/** Reads {@code check:}. */
final class CheckReader {
  private static final List<String> TABLES = List.of("runs", "steps", "layers", "cells", "lines");
  private static final List<String> KEYS = List.of("name", "over", "where", "that", "reference");

  private final Files files;
  private final Consumer<Problem> problems;

  CheckReader(Files files, Consumer<Problem> problems) {
    this.files = files;
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
    return that.map(
        text -> new Check(keys.text("name").orElse(text), over, where, text, reference));
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
      String text = new String(files.read(csv.get()), StandardCharsets.UTF_8);
      List<String> header =
          Arrays.stream(text.split("\\R", 2)[0].split(",", -1)).map(String::strip).toList();
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
