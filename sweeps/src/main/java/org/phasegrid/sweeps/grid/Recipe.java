package org.phasegrid.sweeps.grid;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import org.phasegrid.sweeps.document.Place;
import org.phasegrid.sweeps.expression.Expression;

/**
 * How a value of a run follows from a point of the grid: the document read, with holes where axes
 * and expressions are.
 */
public sealed interface Recipe {
  /** Where it was written; for a default, where the record around it was. */
  Place place();

  /** What is wanted there. */
  Type type();

  /** The same at every point. */
  record Constant(Place place, Type type, Object value) implements Recipe {}

  /** An expression of axes and names, a scalar. */
  record Computed(Place place, Type type, String path, Expression expression) implements Recipe {}

  /**
   * An axis.
   *
   * @param options one per position of the dimension
   * @param base what the document has where the axis stands, if it has something
   */
  record Choice(
      Place place,
      Type type,
      String path,
      int dimension,
      List<Recipe> options,
      Optional<Recipe> base)
      implements Recipe {
    public Choice {
      options = List.copyOf(options);
    }
  }

  /** A record of which some component is no constant. */
  record Built(Place place, Type type, String path, Class<? extends Record> made, List<Part> parts)
      implements Recipe {
    public Built {
      parts = List.copyOf(parts);
    }
  }

  /** A list of which some item is no constant. */
  record Listed(Place place, Type type, List<Recipe> items) implements Recipe {
    public Listed {
      items = List.copyOf(items);
    }
  }

  /** A map of which some value is no constant. */
  record Mapped(Place place, Type type, List<Part> parts) implements Recipe {
    public Mapped {
      parts = List.copyOf(parts);
    }
  }

  /** A component of a record or an entry of a map. */
  record Part(String key, Recipe recipe) {}
}
