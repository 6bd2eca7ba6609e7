package org.phasegrid.driver.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.phasegrid.driver.store.Folder;
import org.phasegrid.driver.store.Table;
import org.phasegrid.driver.store.Tables;
import org.phasegrid.sweeps.document.Documents;
import org.phasegrid.sweeps.document.Node;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code diff}: what differs between two folders, and why. */
@Command(
    name = "diff",
    description =
        "What differs between two folders, and why: documents, what made them, runs, bits. Exit 0 when the tables are equal, 1 when not.",
    mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {
  /** What of a manifest may explain other bits. */
  private static final List<String> MAKERS =
      List.of("version", "format", "java", "os", "cpu", "kernels", "engine", "zstd");

  private static final int EXAMPLES = 3;

  /** Columns of a table told of at most. */
  private static final int COLUMNS = 8;

  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private PhasegridCommand parent;

  @Parameters(index = "0", paramLabel = "DIR_A", description = "folder of a sweep")
  @SuppressWarnings("NullAway.Init")
  private Path a;

  @Parameters(index = "1", paramLabel = "DIR_B", description = "another")
  @SuppressWarnings("NullAway.Init")
  private Path b;

  @Override
  public Integer call() throws IOException {
    // Both must be folders of sweeps, of a version that we know.
    Folder.source(a);
    Folder.source(b);
    PrintStream out = parent.terminal().out();
    out.println("A        " + a);
    out.println("B        " + b);
    Set<String> parts = documents(out);
    Set<String> makers = manifests(out);
    boolean same = true;
    boolean runsMissing = false;
    boolean bits = false;
    for (String table : Folders.TABLES) {
      Path fileA = a.resolve(table + ".arrow");
      Path fileB = b.resolve(table + ".arrow");
      if (table.equals("runs")) {
        // Says which of the folders has none.
        require(fileA);
        require(fileB);
      }
      if (!Files.exists(fileA) && !Files.exists(fileB)) {
        continue;
      }
      if (!Files.exists(fileA) || !Files.exists(fileB)) {
        out.printf("%-8s only in %s%n", table, Files.exists(fileA) ? "A" : "B");
        same = false;
        continue;
      }
      if (Files.mismatch(fileA, fileB) < 0) {
        out.printf("%-8s the same bytes%n", table);
        continue;
      }
      Table ofA = Tables.read(fileA);
      Table ofB = Tables.read(fileB);
      TableComparison comparison = TableComparison.of(ofA, ofB);
      tell(table, comparison, out);
      if (table.equals("runs")) {
        examples("only in A", a, ofA, comparison.onlyA(), out);
        examples("only in B", b, ofB, comparison.onlyB(), out);
      }
      same &= comparison.same();
      bits |= table.matches("runs|steps|layers") && !comparison.changes().isEmpty();
      if (table.equals("runs")) {
        runsMissing = !comparison.onlyA().isEmpty() || !comparison.onlyB().isEmpty();
      }
    }
    out.println("why      " + why(same, runsMissing, bits, parts, makers));
    return same ? Exit.COMPLETE : Exit.WITH_FAILURES;
  }

  private static void require(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new RequestException(file + " does not exist; name the folder of a finished sweep");
    }
  }

  /** Prints where the documents differ; returns which of their parts do. */
  private Set<String> documents(PrintStream out) throws IOException {
    Map<String, String> ofA = paths(a);
    Map<String, String> ofB = paths(b);
    Set<String> all = new TreeSet<>(ofA.keySet());
    all.addAll(ofB.keySet());
    Set<String> parts = new TreeSet<>();
    for (String path : all) {
      String inA = ofA.getOrDefault(path, "nothing");
      String inB = ofB.getOrDefault(path, "nothing");
      if (!inA.equals(inB)) {
        parts.add(path.split("\\.", 2)[0]);
        out.println("document " + path + ": A " + inA + ", B " + inB);
      }
    }
    return parts;
  }

  /** The values of the canonical document by their paths; a list of values is one value. */
  private static Map<String, String> paths(Path folder) throws IOException {
    Map<String, String> paths = new LinkedHashMap<>();
    Path document = folder.resolve("sweep.yaml");
    if (Files.isRegularFile(document)) {
      Documents.read(document.toString(), Files.readString(document), problem -> {})
          .ifPresent(root -> gather("", root, paths));
    }
    return paths;
  }

  private static void gather(String path, Node node, Map<String, String> paths) {
    if (node instanceof Node.Mapping mapping) {
      for (Node.Entry entry : mapping.entries()) {
        gather(path.isEmpty() ? entry.key() : path + "." + entry.key(), entry.value(), paths);
      }
    } else if (node instanceof Node.Sequence list
        && !list.items().stream().allMatch(Node.Scalar.class::isInstance)) {
      for (int i = 0; i < list.items().size(); i++) {
        gather(path + "." + i, list.items().get(i), paths);
      }
    } else {
      paths.put(path, text(node));
    }
  }

  private static String text(Node node) {
    if (node instanceof Node.Sequence list) {
      List<String> items = list.items().stream().map(DiffCommand::text).toList();
      return items.size() > 12
          ? "["
              + String.join(", ", items.subList(0, 4))
              + ", ..., "
              + items.get(items.size() - 1)
              + "] ("
              + items.size()
              + ")"
          : "[" + String.join(", ", items) + "]";
    }
    return node instanceof Node.Scalar scalar ? scalar.text() : node.shown();
  }

  /** Prints what made the folders where that differs; returns its names. */
  private Set<String> manifests(PrintStream out) throws IOException {
    JsonNode ofA = manifest(a);
    JsonNode ofB = manifest(b);
    Set<String> makers = new TreeSet<>();
    for (String key : MAKERS) {
      String inA = ofA.path(key).asText("");
      String inB = ofB.path(key).asText("");
      if (!inA.equals(inB)) {
        makers.add(key);
        out.println("made by  " + key + ": A " + said(inA) + ", B " + said(inB));
      }
    }
    return makers;
  }

  private static String said(String text) {
    return text.isEmpty() ? "unknown" : text;
  }

  private static JsonNode manifest(Path folder) throws IOException {
    Path file = folder.resolve("manifest.json");
    ObjectMapper json = new ObjectMapper();
    return Files.isRegularFile(file)
        ? json.readTree(Files.readAllBytes(file))
        : json.createObjectNode();
  }

  private static void tell(String table, TableComparison comparison, PrintStream out) {
    if (comparison.same()) {
      out.printf(
          "%-8s the same rows, %d; the bytes of the files differ%n", table, comparison.common());
      return;
    }
    out.printf(
        "%-8s %d rows in both, %d only in A, %d only in B%n",
        table, comparison.common(), comparison.onlyA().size(), comparison.onlyB().size());
    comparison.columnsOnlyA().forEach(name -> out.println("           column only in A: " + name));
    comparison.columnsOnlyB().forEach(name -> out.println("           column only in B: " + name));
    if (!comparison.changes().isEmpty()) {
      out.println("           " + comparison.changedRows().size() + " of the common rows differ");
    }
    int more = comparison.changes().size() - COLUMNS;
    for (TableComparison.Change change : comparison.changes().stream().limit(COLUMNS).toList()) {
      String size =
          change.largest() > 0
              ? String.format(", by at most %.2e of their size", change.largest())
              : "";
      out.println(
          "           "
              + change.column()
              + " in "
              + change.rows()
              + size
              + ", e.g. "
              + change.key()
              + ": A "
              + change.a()
              + ", B "
              + change.b());
    }
    if (more > 0) {
      out.println("           and " + more + (more == 1 ? " more column" : " more columns"));
    }
  }

  /** Some runs that one folder alone has, with where on its axes they are. */
  private static void examples(
      String where, Path folder, Table runs, Set<String> names, PrintStream out)
      throws IOException {
    if (names.isEmpty()) {
      return;
    }
    List<Table.Column> axes = new ArrayList<>();
    Folders.sweep(folder)
        .grid()
        .axes()
        .forEach(axis -> runs.find(axis.column()).ifPresent(axes::add));
    List<@Nullable Object> ids = runs.column("run_id").cells();
    for (String name : names.stream().limit(EXAMPLES).toList()) {
      int row = ids.indexOf(name.split(" ", 2)[0]);
      List<String> place =
          axes.stream()
              .map(axis -> axis.name() + " " + TextTable.text(axis.cells().get(row)))
              .toList();
      out.println("           " + where + ": " + name + " at " + String.join(", ", place));
    }
    if (names.size() > EXAMPLES) {
      out.println("           and " + (names.size() - EXAMPLES) + " more " + where);
    }
  }

  private static String why(
      boolean same, boolean runsMissing, boolean bits, Set<String> parts, Set<String> makers) {
    if (same) {
      return "the tables are equal";
    }
    List<String> reasons = new ArrayList<>();
    Set<String> asked = new TreeSet<>(parts);
    asked.removeAll(Set.of("draw", "check", "sweep"));
    if (runsMissing) {
      reasons.add(
          asked.isEmpty()
              ? "one of the folders is not complete: the documents ask for the same"
              : "other runs were asked for: " + String.join(", ", asked) + " differ");
    }
    if (bits) {
      reasons.add(
          makers.contains("version")
              ? "the same runs gave other bits, and the versions differ"
              : "the same runs gave other bits, which should not be: phasegrid rerun tells which folder still holds"
                  + (makers.isEmpty() ? "" : "; also different: " + String.join(", ", makers)));
    }
    if (reasons.isEmpty()) {
      reasons.add(
          asked.isEmpty()
              ? "the tables were written at different times of one sweep"
              : "other things were asked for: " + String.join(", ", asked) + " differ");
    }
    return String.join("; ", reasons);
  }
}
