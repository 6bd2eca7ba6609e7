package org.phasegrid.sweeps.draw;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One entry of {@code draw:}: a plot of columns against axes.
 *
 * <p>Columns are table names ({@code learning_rate}), not paths. Axes that are neither {@code x},
 * {@code y} nor {@code facet} are aggregated away ({@code over}; by default the replicas).
 *
 * @param plot the plot's name: {@code heatmap} or {@code lines}
 * @param name file name without ending; absent: made from the plot and its columns
 * @param x column of the abscissa
 * @param y column of the ordinate (heat map) or of the value (lines)
 * @param color column shown by color (heat map), or that splits the lines (lines)
 * @param facet column whose values make one panel each
 * @param over columns aggregated within a cell; empty: the sweep's replicas
 * @param by how the values of a cell become one: see {@link By}
 * @param scale of the color: linear, log or rank
 * @param theory names of registered theory lines drawn over the data
 * @param at which look of a column of looks is shown, unless one is along an axis of the picture;
 *     absent: the last
 * @param slice axes of which one value is shown
 * @param contour levels of the colored column whose lines are drawn (heat map)
 */
public record Drawing(
    String plot,
    Optional<String> name,
    Optional<String> x,
    Optional<String> y,
    Optional<String> color,
    Optional<String> facet,
    List<String> over,
    By by,
    Scale scale,
    List<String> theory,
    Optional<Look> at,
    List<Slice> slice,
    List<Double> contour) {
  /** A look: that at a step, or the last in which the column is defined. */
  public record Look(OptionalLong step) {
    public static final Look LAST = new Look(OptionalLong.empty());
  }

  /** The rows in which a column has a value. */
  public record Slice(String column, Object value) {}

  /**
   * How the values of one cell become one: a mean, a median, the share of {@code true}, or the most
   * frequent label.
   */
  public enum By {
    MEDIAN,
    MEAN,
    FRACTION,
    LABEL
  }

  /**
   * How a value becomes a color. {@code RANK} is the look of the fractal boundary of trainability
   * (Sohl-Dickstein 2024, arXiv 2402.06184): negative and positive values are rank-normalized
   * separately to [-1, -0.25] and [0.25, 1], negated.
   */
  public enum Scale {
    LINEAR,
    LOG,
    RANK
  }

  public Drawing {
    over = List.copyOf(over);
    theory = List.copyOf(theory);
    slice = List.copyOf(slice);
    contour = List.copyOf(contour);
  }

  /** A drawing of all rows, without contours. */
  public Drawing(
      String plot,
      Optional<String> name,
      Optional<String> x,
      Optional<String> y,
      Optional<String> color,
      Optional<String> facet,
      List<String> over,
      By by,
      Scale scale,
      List<String> theory) {
    this(
        plot,
        name,
        x,
        y,
        color,
        facet,
        over,
        by,
        scale,
        theory,
        Optional.empty(),
        List.of(),
        List.of());
  }
}
