package org.phasegrid.driver.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.phasegrid.driver.diagram.Cell;
import org.phasegrid.driver.diagram.GridAxis;
import org.phasegrid.driver.diagram.Shown;
import org.phasegrid.driver.store.Table;

/** The words around a picture. */
final class Captions {
  private Captions() {}

  /** How many runs a table is made of. */
  static long runs(Table table) {
    return Shown.runs(table);
  }

  /** The title that was given, or what is shown. */
  static String title(Caption caption, Shown shown) {
    return caption.title().isBlank() ? shown.heading() : caption.title();
  }

  /** Sweep, number of runs in all and per cell, what is shown, and what the reader must know. */
  static List<String> lines(Caption caption, List<Cell> cells, Shown shown, Optional<String> note) {
    long runs = shown.runs();
    int fewest = Integer.MAX_VALUE;
    int most = 0;
    for (Cell cell : cells) {
      if (cell.runs() > 0) {
        fewest = Math.min(fewest, cell.runs());
        most = Math.max(most, cell.runs());
      }
    }
    List<String> parts = new ArrayList<>();
    if (!caption.sweep().isBlank()) {
      parts.add(caption.sweep());
    }
    parts.add(runs + (runs == 1 ? " run" : " runs"));
    if (most > 1) {
      parts.add((fewest == most ? "" + most : fewest + "–" + most) + " per point");
    }
    if (!caption.title().isBlank() || shown.called().isPresent()) {
      parts.add(shown.phrase());
    }
    note.ifPresent(parts::add);
    List<String> lines = new ArrayList<>(List.of(String.join(" · ", parts)));
    lines.addAll(caption.notes());
    return lines;
  }

  /** What stands above a panel: the facet's name and value. */
  static String panel(Optional<GridAxis> facet, Optional<Object> value) {
    if (facet.isEmpty() || value.isEmpty()) {
      return "";
    }
    String label = facet.get().label();
    String unit = facet.get().unit();
    boolean said = unit.isEmpty() || unit.equals(label + "s");
    return label + " = " + value(value.get()) + (said ? "" : " " + unit);
  }

  static String value(Object value) {
    return value instanceof Number n ? Numbers.text(n.doubleValue(), 4) : value.toString();
  }
}
