package org.phasegrid.driver.command;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.phasegrid.driver.store.Table;

/** A table in columns of text; numbers to six digits, empty cells as a dash. */
final class TextTable {
  private TextTable() {}

  static void print(Table table, List<Integer> rows, PrintStream out) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    rows.forEach(row -> lines.add(""));
    for (Table.Column column : table.columns()) {
      List<String> texts = new ArrayList<>();
      texts.add(column.name());
      rows.forEach(row -> texts.add(text(column.cells().get(row))));
      int width = texts.stream().mapToInt(String::length).max().orElse(0);
      boolean left = column.type() == Table.Type.LABEL;
      for (int i = 0; i < texts.size(); i++) {
        String pad = " ".repeat(width - texts.get(i).length());
        lines.set(i, lines.get(i) + (left ? texts.get(i) + pad : pad + texts.get(i)) + "  ");
      }
    }
    lines.forEach(line -> out.println(line.stripTrailing()));
  }

  static String text(@org.jspecify.annotations.Nullable Object cell) {
    if (cell == null) {
      return "-";
    }
    if (cell instanceof Double number) {
      return Double.isFinite(number) ? digits(number) : number.toString();
    }
    if (cell instanceof double[] values) {
      return "[" + values.length + " values]";
    }
    return cell.toString();
  }

  private static String digits(double number) {
    BigDecimal rounded = new BigDecimal(number).round(new MathContext(6)).stripTrailingZeros();
    double size = Math.abs(number);
    return size == 0 || (size >= 1e-4 && size < 1e7)
        ? rounded.toPlainString()
        : String.format("%.5e", number);
  }
}
