package org.phasegrid.driver.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.phasegrid.driver.store.Table;
import org.phasegrid.driver.store.Tables;
import org.phasegrid.sweeps.expression.Expression;
import org.phasegrid.sweeps.expression.Value;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code show}: the runs table in the terminal. */
@Command(
    name = "show",
    description = "The runs table in the terminal.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private PhasegridCommand parent;

  @Parameters(paramLabel = "DIR", description = "folder of a sweep")
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Option(
      names = "--sort",
      paramLabel = "C",
      description = "column to sort by, ascending; nulls last")
  private Optional<String> sort = Optional.empty();

  @Option(
      names = "--where",
      paramLabel = "EXPR",
      description = "which rows, e.g. \"learning_rate > 1 and outcome == 'diverged'\"")
  private Optional<String> where = Optional.empty();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "rows at most (default: ${DEFAULT-VALUE}; 0: all)")
  private int limit = 40;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "runs, steps, layers, cells or provenance (default: ${DEFAULT-VALUE})")
  private String table = "runs";

  @Override
  public Integer call() throws IOException {
    Path file = folder.resolve(table + ".arrow");
    if (!Files.isRegularFile(file)) {
      throw new RequestException(file + " does not exist; name the folder of a finished sweep");
    }
    Table rows = Tables.read(file);
    List<Integer> chosen = new ArrayList<>();
    Optional<Expression> condition = where.map(Expression::parse);
    for (int row = 0; row < rows.rows(); row++) {
      if (condition.isEmpty() || holds(condition.get(), rows, row)) {
        chosen.add(row);
      }
    }
    sort.ifPresent(name -> chosen.sort(by(rows.column(name))));
    int shown = limit == 0 ? chosen.size() : Math.min(limit, chosen.size());
    TextTable.print(rows, chosen.subList(0, shown), parent.terminal().out());
    if (shown < chosen.size()) {
      parent.terminal().err().println(chosen.size() - shown + " more rows; --limit 0 shows all");
    }
    return Exit.COMPLETE;
  }

  private static boolean holds(Expression condition, Table table, int row) {
    return condition
        .evaluate(
            name -> {
              Object cell = table.column(name).cells().get(row);
              return cell == null ? Value.NOTHING : Value.of(cell);
            })
        .isTrue();
  }

  private static Comparator<Integer> by(Table.Column column) {
    boolean label = column.type() == Table.Type.LABEL;
    Comparator<Integer> values =
        label ? Comparator.comparing(column::text) : Comparator.comparingDouble(column::number);
    return Comparator.<Integer, Boolean>comparing(column::isNull).thenComparing(values);
  }
}
