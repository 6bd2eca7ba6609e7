package org.phasegrid.driver.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.phasegrid.driver.store.Table;
import org.phasegrid.sweeps.check.Check;
import org.phasegrid.sweeps.expression.Expression;
import org.phasegrid.sweeps.expression.Figure;
import org.phasegrid.sweeps.expression.Rows;
import org.phasegrid.sweeps.expression.Value;

/** Judges the acceptance statements of a sweep by the rows of its tables. */
public final class Acceptance {
  private final Function<String, Table> tables;
  private final Function<String, Table> references;

  /**
   * Statements over the tables of a folder.
   *
   * @param tables the table called runs, steps, ...
   * @param references the numbers of a csv file that the document names
   */
  public Acceptance(Function<String, Table> tables, Function<String, Table> references) {
    this.tables = tables;
    this.references = references;
  }

  /** The verdict on one statement; a statement over no rows does not hold. */
  public Verdict judge(Check check) {
    Map<String, List<? extends @Nullable Object>> columns = new LinkedHashMap<>();
    Table table = tables.apply(check.over());
    table.columns().forEach(column -> columns.put(column.name(), column.cells()));
    List<@Nullable Integer> partners =
        check.reference().map(reference -> join(table, reference, columns)).orElse(List.of());
    List<Integer> chosen = chosen(table.rows(), columns, check.where());
    if (chosen.isEmpty()) {
      return new Verdict(
          check.name(),
          false,
          "no rows " + check.where().map(where -> "where " + where).orElse(""),
          0);
    }
    for (int row : chosen) {
      if (check.reference().isPresent() && partners.get(row) == null) {
        Check.Reference reference = check.reference().get();
        throw new IllegalArgumentException(
            reference.file()
                + " has no line for "
                + String.join(", ", reference.on())
                + " = "
                + key(table, reference.on(), row));
      }
    }
    Figure figure = Expression.parse(check.that()).figure(new ChosenRows(columns, chosen));
    return new Verdict(check.name(), figure.holds(), figure.text(), chosen.size());
  }

  private static List<Integer> chosen(
      int rows, Map<String, List<? extends @Nullable Object>> columns, Optional<String> where) {
    List<Integer> all = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      all.add(row);
    }
    if (where.isEmpty()) {
      return all;
    }
    Expression condition = Expression.parse(where.get());
    ChosenRows every = new ChosenRows(columns, all);
    return all.stream().filter(row -> condition.evaluate(every.row(row)).isTrue()).toList();
  }

  /** Puts the reference's columns beside the table's; the partner of each row, null without one. */
  private List<@Nullable Integer> join(
      Table table,
      Check.Reference reference,
      Map<String, List<? extends @Nullable Object>> columns) {
    Table other = references.apply(reference.file());
    Map<List<Object>, Integer> partners = new HashMap<>();
    for (int row = 0; row < other.rows(); row++) {
      partners.put(key(other, reference.on(), row), row);
    }
    List<@Nullable Integer> partnerOf = new ArrayList<>();
    for (int row = 0; row < table.rows(); row++) {
      partnerOf.add(partners.get(key(table, reference.on(), row)));
    }
    for (Table.Column column : other.columns()) {
      if (!reference.on().contains(column.name())) {
        List<@Nullable Object> cells = new ArrayList<>();
        partnerOf.forEach(
            partner -> cells.add(partner == null ? null : column.cells().get(partner)));
        columns.put(column.name(), cells);
      }
    }
    return partnerOf;
  }

  /** Numbers compare by value, whatever their type. */
  private static List<Object> key(Table table, List<String> on, int row) {
    List<Object> key = new ArrayList<>();
    for (String name : on) {
      Table.Column column = table.column(name);
      Object cell = column.cells().get(row);
      key.add(cell instanceof Number number ? (Object) number.doubleValue() : column.text(row));
    }
    return key;
  }

  /** Some rows of columns as an expression sees them. */
  private record ChosenRows(
      Map<String, List<? extends @Nullable Object>> columns, List<Integer> chosen) implements Rows {
    @Override
    public int size() {
      return chosen.size();
    }

    @Override
    public Value value(int row, String column) {
      List<? extends @Nullable Object> cells = columns.get(column);
      if (cells == null) {
        throw new IllegalArgumentException(
            "no column is named '"
                + column
                + "'; there are: "
                + String.join(", ", columns.keySet()));
      }
      Object cell = cells.get(chosen.get(row));
      return cell == null ? Value.NOTHING : Value.of(cell);
    }
  }
}
