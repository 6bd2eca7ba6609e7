package org.phasegrid.sweeps.draw;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One entry of {@code draw:}: a plot of columns against axes.
 *
 * <p>Columns are table names ({@code learning_rate}), not paths. All of them come from one table:
 * runs, steps or layers with the columns of their runs, cells, or lines. Axes that are neither
 * {@code x}, {@code y} nor {@code facet} are aggregated away ({@code over}; by default the
 * replicas). Besides the columns there are {@link #INDEX} and {@link #RANK}, the place of an
 * element in a vector.
 *
 * @param plot the plot's name, e.g. {@code heatmap}
 * @param name file name without ending; absent: made from the plot and its columns
 * @param x column of the abscissa
 * @param y column of the ordinate (heat map) or of the value (lines)
 * @param color column shown by color (heat map), or that splits what is drawn (other plots)
 * @param facet column whose values make one panel each
 * @param over columns aggregated within a cell; empty: the sweep's replicas
 * @param by how the values of a cell become one: see {@link By}
 * @param scale of the color (heat map) or of the value: linear, log or rank
 * @param theory names of registered theory lines drawn over the data
 * @param at which look of a column of looks is shown, unless one is along an axis of the picture;
 *     absent: the last
 * @param slice columns of which some values are shown
 * @param contour levels of the colored column whose lines are drawn (heat map)
 * @param details what few pictures need
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
    List<Double> contour,
    Details details) {
  /** The place of an element in its vector, from 0. */
  public static final String INDEX = "index";

  /** The place of an element in its vector, from 1. */
  public static final String RANK = "rank";

  /** A look: that at a step, or the last in which the column is defined. */
  public record Look(OptionalLong step) {
    public static final Look LAST = new Look(OptionalLong.empty());
  }

  /** Rows in which a column has a value; several of one column are alternatives. */
  public record Slice(String column, Object value) {}

  /**
   * A line over the data: of each value of the other axis the median of a column, or one number.
   *
   * @param along which of the picture's axes the column or number is measured along
   * @param column a column, or the text of a number
   * @param name as the legend has it; empty: the column's
   */
  public record Curve(Along along, String column, String name) {}

  /** The axis that a curve's values are measured along. */
  public enum Along {
    X,
    Y
  }

  /**
   * The law of Marchenko and Pastur fitted to a spectrum: {@code edge = variance (1 + sqrt r)^2}.
   *
   * @param variance column of the variance of the bulk
   * @param edge column of its upper edge
   */
  public record Bulk(String variance, String edge) {}

  /**
   * What few pictures need.
   *
   * @param z column of the third coordinate of a cloud
   * @param xScale of the abscissa, where it is no declared axis
   * @param curves lines over the data
   * @param bulk of a spectrum
   * @param labels order of a legend
   * @param titles words instead of columns, by {@code title}, {@code x}, {@code y}, {@code color}
   *     and {@code facet}
   * @param beside what further panels show, drawn to the right
   */
  public record Details(
      Optional<String> z,
      Optional<Scale> xScale,
      List<Curve> curves,
      Optional<Bulk> bulk,
      List<String> labels,
      Map<String, String> titles,
      List<Drawing> beside) {
    public static final Details NONE =
        new Details(
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            List.of(),
            Map.of(),
            List.of());

    public Details {
      curves = List.copyOf(curves);
      labels = List.copyOf(labels);
      titles = Map.copyOf(titles);
      beside = List.copyOf(beside);
    }
  }

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
        List.of(),
        Details.NONE);
  }

  /** The column whose values are drawn: by color in a heat map and a cloud, else along an axis. */
  public Optional<String> shown() {
    return switch (plot) {
      case "heatmap" -> color;
      case "spectrum", "cloud" -> x;
      default -> y;
    };
  }

  /** The columns of its rows, one that is named twice once; what has no row of its own left out. */
  public List<String> columns() {
    List<String> columns = new ArrayList<>();
    for (Optional<String> each : List.of(x, y, color, facet, details.z)) {
      each.ifPresent(columns::add);
    }
    details.bulk.ifPresent(bulk -> columns.addAll(List.of(bulk.variance, bulk.edge)));
    slice.forEach(each -> columns.add(each.column()));
    columns.addAll(over);
    return columns.stream()
        .filter(each -> !each.equals(INDEX) && !each.equals(RANK))
        .distinct()
        .toList();
  }

  /** Whether a column lies along an axis of the picture, is sliced or aggregated. */
  public boolean places(String column) {
    return x.filter(column::equals).isPresent()
        || y.filter(column::equals).isPresent()
        || color.filter(column::equals).isPresent()
        || facet.filter(column::equals).isPresent()
        || over.contains(column)
        || slice.stream().anyMatch(each -> each.column().equals(column));
  }

  /** The same drawing with other details. */
  public Drawing with(Details other) {
    return new Drawing(
        plot, name, x, y, color, facet, over, by, scale, theory, at, slice, contour, other);
  }
}
