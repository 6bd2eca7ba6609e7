package org.phasegrid.sweeps.grid;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.phasegrid.sweeps.document.Suggestion;
import org.phasegrid.sweeps.expression.Expression;
import org.phasegrid.sweeps.expression.Scope;
import org.phasegrid.sweeps.expression.Value;

/**
 * What the names of a sweep's expressions mean at a point: columns of axes, names of {@code let},
 * and the constants of {@code base} by their column names.
 */
public final class Names {
  private interface Source {
    Value value(int[] position);
  }

  private record Known(BitSet dimensions, Source source) {}

  private final Map<String, Known> known = new HashMap<>();
  private final Map<String, Value> constants = new TreeMap<>();

  /** Adds the column of an axis. */
  public void axis(String column, int dimension, List<Object> values) {
    Value[] converted = values.stream().map(Value::of).toArray(Value[]::new);
    BitSet dimensions = new BitSet();
    dimensions.set(dimension);
    known.put(column, new Known(dimensions, position -> converted[position[dimension]]));
  }

  /** Adds a name for an expression of what is known so far. */
  public void computed(String name, Expression expression) {
    known.put(
        name, new Known(dimensions(expression), position -> expression.evaluate(scope(position))));
  }

  /** Adds a name for a value. */
  public void constant(String name, Value value) {
    known.put(name, new Known(new BitSet(), position -> value));
  }

  /** Adds a constant of base, which axes and let may hide. */
  public void base(String name, Value value) {
    constants.put(name, value);
  }

  /** Whether an axis or let has the name. */
  public boolean has(String name) {
    return known.containsKey(name);
  }

  /** Why an expression cannot be evaluated: the names that nothing has; empty if it can. */
  public String unknown(Expression expression) {
    List<String> unknown = new ArrayList<>();
    for (String name : expression.names()) {
      if (!known.containsKey(name) && !constants.containsKey(name)) {
        List<String> names = new ArrayList<>(new TreeSet<>(known.keySet()));
        String there =
            names.isEmpty()
                ? "there are no axes"
                : "axes and names are: " + String.join(", ", names);
        names.addAll(constants.keySet());
        unknown.add("nothing is named '" + name + "'; " + there + Suggestion.of(name, names));
      }
    }
    return String.join("; ", unknown);
  }

  /** The dimensions that an expression depends on. */
  BitSet dimensions(Expression expression) {
    BitSet dimensions = new BitSet();
    for (String name : expression.names()) {
      Known source = known.get(name);
      if (source != null) {
        dimensions.or(source.dimensions());
      }
    }
    return dimensions;
  }

  /** The names at a position. */
  Scope scope(int[] position) {
    return name -> {
      Known source = known.get(name);
      if (source != null) {
        return source.source().value(position);
      }
      Value value = constants.get(name);
      if (value == null) {
        throw new IllegalArgumentException("nothing is named '" + name + "'");
      }
      return value;
    };
  }
}
