package org.phasegrid.driver.plot;

import java.util.List;
import org.phasegrid.driver.diagram.Cell;

/**
 * The colors of things that are named: labels, lines and the states of cells.
 *
 * <p>Colors follow Okabe and Ito (2008), which the color-blind can tell apart; the comments give
 * CIE L*, whose differences remain on a gray print.
 */
final class Palette {
  static final int INK = 0x1a1a1a;

  private static final int[] LABELS = {
    0x004d80, // 32
    0xe69f00, // 71
    0x009e73, // 58
    0xf0e442, // 89
    0xa0528a, // 45
    0x1a1a1a, // 9
    0xa8ddf0, // 85
    0xd55e00, // 54
  };

  /** Black is left to theory. */
  private static final int[] LINES = {
    0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0x7a5c2e, 0x5b2a6e
  };

  private static final List<List<Double>> DASHES =
      List.of(List.of(), List.of(22.0, 12.0), List.of(5.0, 11.0), List.of(24.0, 10.0, 5.0, 10.0));

  private Palette() {}

  /** The color of a label: outcomes have their own, others go by their place in the legend. */
  static int label(List<String> labels, int i) {
    return switch (labels.get(i)) {
      case "converged" -> 0x004d80; // 32
      case "finished" -> 0x7cc4ee; // 76
      case "stalled" -> 0xf5e663; // 90
      case "diverged" -> 0xd55e00; // 54
      case "failed" -> 0x9a9a9a;
      default ->
          labels.size() <= LABELS.length
              ? LABELS[i]
              : ColorMap.VIRIDIS.at((double) i / (labels.size() - 1));
    };
  }

  /** The pen of line i of n; {@code ordered} when the lines are values of a numeric axis. */
  static Mark.Pen line(int i, int n, Order order) {
    if (n > LINES.length || (order == Order.NUMERIC && n > 4)) {
      // The map's last tenth is too light for a thin line on white.
      return Mark.Pen.solid(ColorMap.VIRIDIS.at(n == 1 ? 0 : 0.9 * i / (n - 1)), 5);
    }
    return new Mark.Pen(LINES[i], 5, 1, DASHES.get(i % DASHES.size()));
  }

  /** The color of the points of class i of n. */
  static int point(int i, int n) {
    return n <= LINES.length ? LINES[i] : ColorMap.VIRIDIS.at(0.9 * i / (n - 1));
  }

  enum Order {
    NUMERIC,
    NONE
  }

  /**
   * How a cell without a value is filled; {@code map} is what the cells around it are filled by.
   */
  static Fill state(Cell.State state, Surround surround) {
    return switch (state) {
      case DIVERGED ->
          surround == Surround.SPECTRAL
              ? new Fill(0x262626, Fill.Hatch.DOTS, 0xd8d8d8)
              : new Fill(0x9c2f1b, Fill.Hatch.DOTS, 0xf6ddd6);
      case UNDEFINED -> new Fill(0xd9d9d9, Fill.Hatch.BARS, 0xf4f4f4);
      case FAILED ->
          new Fill(surround == Surround.SPECTRAL ? 0x8a8a8a : 0xbdbdbd, Fill.Hatch.CROSS, 0x303030);
      case MISSING -> new Fill(0xf7f7f7, Fill.Hatch.DIAGONAL, 0xc4c4c4);
      case VALUE -> throw new IllegalArgumentException("a value has a color of its own");
    };
  }

  enum Surround {
    SPECTRAL,
    OTHER
  }
}
