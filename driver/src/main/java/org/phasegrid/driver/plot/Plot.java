package org.phasegrid.driver.plot;

import java.util.List;
import org.phasegrid.driver.diagram.GridAxis;
import org.phasegrid.driver.store.Table;
import org.phasegrid.sweeps.draw.Drawing;

/** A way to draw a table. */
public interface Plot {
  /** As {@code draw:} names it. */
  String name();

  /** One line for the list of plots. */
  String description();

  /**
   * Draws what {@code drawing} asks for.
   *
   * @param axes the sweep's declared axes; other columns are placed by their own values
   * @param replicas columns a cell is aggregated over
   * @param theory lines over the data; the caller has resolved {@code drawing.theory()}
   * @throws IllegalArgumentException when the drawing asks for what is not there
   */
  Picture draw(
      Table table,
      List<GridAxis> axes,
      List<String> replicas,
      Drawing drawing,
      List<Curve> theory,
      Caption caption);

  /** Draws without theory. */
  default Picture draw(
      Table table, List<GridAxis> axes, List<String> replicas, Drawing drawing, Caption caption) {
    return draw(table, axes, replicas, drawing, List.of(), caption);
  }
}
