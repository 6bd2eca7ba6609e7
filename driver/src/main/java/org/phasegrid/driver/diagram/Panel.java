package org.phasegrid.driver.diagram;

import java.util.List;
import java.util.Optional;

/**
 * One grid of cells.
 *
 * @param facet the facet axis' value this panel belongs to
 * @param cells row after row: cell (i, j) is {@code cells.get(j * columns + i)}
 */
public record Panel(Optional<Object> facet, int columns, int rows, List<Cell> cells) {
  public Panel {
    if (cells.size() != columns * rows) {
      throw new IllegalArgumentException(cells.size() + " cells in " + columns + " by " + rows);
    }
    cells = List.copyOf(cells);
  }

  /** The cell at value i of x and value j of y. */
  public Cell cell(int i, int j) {
    return cells.get(j * columns + i);
  }
}
