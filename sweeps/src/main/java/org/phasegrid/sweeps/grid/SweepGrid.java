package org.phasegrid.sweeps.grid;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.phasegrid.sweeps.document.Place;
import org.phasegrid.sweeps.document.Problem;
import org.phasegrid.sweeps.expression.Expression;
import org.phasegrid.sweeps.expression.Value;
import org.phasegrid.worker.architecture.Architecture;
import org.phasegrid.worker.dataset.Dataset;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Setting;
import org.phasegrid.worker.run.Canonical;
import org.phasegrid.worker.run.RunSpec;

/**
 * The grid of a document: an index is a number in mixed radix whose digits are the positions on the
 * dimensions, the last fastest. A point is made from its digits alone.
 */
public final class SweepGrid implements Grid {
  /** A condition on points. */
  public record Condition(Place place, String path, Expression expression) {}

  /** An indicator that must suit the points where it is asked. */
  public record Asked(Place place, String path, Indicator indicator) {}

  private static final int REPORTED = 20;
  private static final int CHUNK = 2048;

  private final List<AxisColumn> axes;
  private final int[] sizes;
  private final BitSet replicas;
  private final long size;
  private final Names names;
  private final Recipe.Built recipe;
  private final Maker spec;
  private final List<Condition> where;
  private final List<Condition> exclude;
  private final List<Asked> measures;
  private final LongFunction<List<Integer>> measuredAt;

  /**
   * @param sizes positions of each dimension
   * @param recipe of a RunSpec
   * @param measuredAt places of the measures of the point at an index
   */
  public SweepGrid(
      List<AxisColumn> axes,
      int[] sizes,
      Names names,
      Recipe.Built recipe,
      List<Condition> where,
      List<Condition> exclude,
      List<Asked> measures,
      LongFunction<List<Integer>> measuredAt) {
    this.axes = List.copyOf(axes);
    this.sizes = sizes.clone();
    this.names = names;
    this.recipe = recipe;
    this.spec = Maker.of(recipe, names, sizes);
    this.where = List.copyOf(where);
    this.exclude = List.copyOf(exclude);
    this.measures = List.copyOf(measures);
    this.measuredAt = measuredAt;
    long product = 1;
    for (int positions : sizes) {
      product = Math.multiplyExact(product, positions);
    }
    this.size = product;
    this.replicas = new BitSet();
    axes.stream()
        .filter(axis -> axis.role() == AxisColumn.Role.REPLICA)
        .forEach(axis -> replicas.set(axis.dimension()));
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public List<AxisColumn> axes() {
    return axes;
  }

  @Override
  public Optional<Point> point(long index) {
    int[] position = position(index);
    if (!holds(position)) {
      return Optional.empty();
    }
    return Optional.of(
        new Point(index, cell(position), values(position), (RunSpec) spec.at(position)));
  }

  private int[] position(long index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("point " + index + " of " + size);
    }
    int[] position = new int[sizes.length];
    long rest = index;
    for (int d = sizes.length - 1; d >= 0; d--) {
      position[d] = (int) (rest % sizes[d]);
      rest /= sizes[d];
    }
    return position;
  }

  private long cell(int[] position) {
    long cell = 0;
    for (int d = 0; d < sizes.length; d++) {
      if (!replicas.get(d)) {
        cell = cell * sizes[d] + position[d];
      }
    }
    return cell;
  }

  private List<Object> values(int[] position) {
    List<Object> values = new ArrayList<>(axes.size());
    for (AxisColumn axis : axes) {
      values.add(axis.values().get(position[axis.dimension()]));
    }
    return values;
  }

  private boolean holds(int[] position) {
    for (Condition condition : where) {
      if (!truth(condition, position)) {
        return false;
      }
    }
    for (Condition condition : exclude) {
      if (truth(condition, position)) {
        return false;
      }
    }
    return true;
  }

  private boolean truth(Condition condition, int[] position) {
    try {
      Value value = condition.expression().evaluate(names.scope(position));
      if (value.isNothing() || value instanceof Value.Truth) {
        return value.isTrue();
      }
      throw new IllegalArgumentException("wants true or false, was " + value);
    } catch (IllegalArgumentException e) {
      throw new Refused(
          new Problem(condition.place(), condition.path() + " " + e.getMessage()),
          names.dimensions(condition.expression()));
    }
  }

  /** What is wrong with points: each problem once, with the axis values that first cause it. */
  public List<Problem> problems() {
    Map<Pair, Optional<Refused>> fitted = new ConcurrentHashMap<>();
    long chunks = (size + CHUNK - 1) / CHUNK;
    List<Map<Problem, String>> found =
        LongStream.range(0, chunks)
            .parallel()
            .mapToObj(chunk -> problems(chunk * CHUNK, Math.min(size, (chunk + 1) * CHUNK), fitted))
            .toList();
    Map<Problem, String> all = new LinkedHashMap<>();
    found.forEach(part -> part.forEach(all::putIfAbsent));
    return all.entrySet().stream()
        .limit(REPORTED)
        .map(each -> new Problem(each.getKey().place(), each.getKey().message() + each.getValue()))
        .toList();
  }

  private Map<Problem, String> problems(long from, long to, Map<Pair, Optional<Refused>> fitted) {
    Map<Problem, String> found = new LinkedHashMap<>();
    for (long index = from; index < to && found.size() < REPORTED; index++) {
      int[] position = position(index);
      try {
        if (holds(position)) {
          RunSpec run = (RunSpec) spec.at(position);
          fit(run, fitted);
          for (Problem unsuited : unsuited(run.setting(), measuredAt.apply(index))) {
            found.putIfAbsent(unsuited, where(position, spec.dimensions()));
          }
        }
      } catch (Refused e) {
        found.putIfAbsent(e.problem(), where(position, e.dimensions()));
      }
    }
    return found;
  }

  private String where(int[] position, BitSet dimensions) {
    List<String> values = new ArrayList<>();
    for (AxisColumn axis : axes) {
      if (dimensions.get(axis.dimension()) && axis.role() == AxisColumn.Role.GRID) {
        values.add(
            axis.column() + " " + Maker.shown(axis.values().get(position[axis.dimension()])));
      }
    }
    return values.isEmpty() ? "" : " (at " + String.join(", ", values) + ")";
  }

  /** Two things seen together. */
  private static final class Pair {
    private final Object a;
    private final Object b;

    Pair(Object a, Object b) {
      this.a = a;
      this.b = b;
    }

    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(Object other) {
      return other instanceof Pair pair && pair.a == a && pair.b == b;
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(a) + System.identityHashCode(b);
    }
  }

  /** Files are as data sets and initializations want them, and networks fit the data. */
  private void fit(RunSpec spec, Map<Pair, Optional<Refused>> fitted) {
    Dataset dataset = spec.dataset();
    Architecture architecture = spec.architecture();
    once(
        new Pair(dataset, dataset),
        fitted,
        () ->
            fit(
                "dataset",
                () -> {
                  if (dataset.examples() < 1 || dataset.inputs() < 1 || dataset.outputs() < 1) {
                    throw new IllegalArgumentException(
                        "has "
                            + dataset.examples()
                            + " examples of "
                            + dataset.inputs()
                            + " inputs and "
                            + dataset.outputs()
                            + " outputs; at least 1 of each is wanted");
                  }
                  if (Canonical.text(dataset).contains("=sha256:")) {
                    dataset.draw(spec.draws());
                  }
                }));
    once(
        new Pair(architecture, dataset),
        fitted,
        () ->
            fit(
                "architecture",
                () -> {
                  architecture.blocks(dataset.inputs(), dataset.outputs());
                  if (Canonical.text(architecture).contains("=sha256:")) {
                    architecture.initial(dataset.inputs(), dataset.outputs(), spec.draws());
                  }
                }));
  }

  /** The indicators that cannot measure such a run, and why. */
  private List<Problem> unsuited(Setting setting, List<Integer> places) {
    List<Problem> unsuited = new ArrayList<>();
    for (int place : places) {
      Asked asked = measures.get(place);
      asked
          .indicator()
          .refusal(setting)
          .ifPresent(
              why ->
                  unsuited.add(
                      new Problem(
                          asked.place(),
                          asked.path() + " " + why + "; leave it out, or give it what it wants")));
    }
    return unsuited;
  }

  private static void once(Pair pair, Map<Pair, Optional<Refused>> fitted, Runnable check) {
    Optional<Refused> known = fitted.get(pair);
    if (known == null) {
      try {
        check.run();
        known = Optional.empty();
      } catch (Refused e) {
        known = Optional.of(e);
      }
      fitted.put(pair, known);
    }
    if (known.isPresent()) {
      throw known.get();
    }
  }

  private void fit(String key, Runnable check) {
    try {
      check.run();
    } catch (IllegalArgumentException | ArithmeticException e) {
      Recipe part =
          recipe.parts().stream()
              .filter(each -> each.key().equals(key))
              .map(Recipe.Part::recipe)
              .findFirst()
              .orElseThrow();
      String message =
          e instanceof ArithmeticException
              ? "has more than 2147483647 parameters"
              : String.valueOf(e.getMessage());
      throw new Refused(
          new Problem(part.place(), key + (message.startsWith("has ") ? " " : ": ") + message),
          Maker.of(part, names, sizes).dimensions());
    }
  }
}
