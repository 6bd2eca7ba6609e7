package org.phasegrid.sweeps.grid;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.phasegrid.sweeps.document.Problem;

/** The values that a recipe takes over a grid, each once, and which of them a point has. */
public final class Variants {
  private final List<Object> values;
  private final int[] dimensions;
  private final int[] sizes;
  private final long[] strides;

  /** By the positions on {@link #dimensions}, the last fastest. */
  private final int[] places;

  private Variants(
      List<Object> values, int[] dimensions, int[] sizes, long[] strides, int[] places) {
    this.values = values;
    this.dimensions = dimensions;
    this.sizes = sizes;
    this.strides = strides;
    this.places = places;
  }

  /**
   * The variants of a recipe over a grid; each refused one is a problem with the position that
   * causes it.
   *
   * @param sizes positions of each dimension of the grid
   */
  public static Variants of(Recipe recipe, int[] sizes, Consumer<Problem> problems) {
    Maker maker = Maker.of(recipe, new Names(), sizes);
    BitSet depends = maker.dimensions();
    int[] dimensions = depends.stream().toArray();
    long[] strides = new long[sizes.length];
    long stride = 1;
    for (int d = sizes.length - 1; d >= 0; d--) {
      strides[d] = stride;
      stride *= sizes[d];
    }
    int combinations = 1;
    for (int d : dimensions) {
      combinations = Math.multiplyExact(combinations, sizes[d]);
    }
    Map<Object, Integer> known = new LinkedHashMap<>();
    int[] places = new int[combinations];
    for (int c = 0; c < combinations; c++) {
      int[] position = new int[sizes.length];
      int rest = c;
      for (int i = dimensions.length - 1; i >= 0; i--) {
        position[dimensions[i]] = rest % sizes[dimensions[i]];
        rest /= sizes[dimensions[i]];
      }
      try {
        Object value = maker.at(position);
        Integer before = known.putIfAbsent(value, known.size());
        places[c] = before == null ? known.size() - 1 : before;
      } catch (Refused e) {
        problems.accept(e.problem());
      }
    }
    return new Variants(
        new ArrayList<>(known.keySet()), dimensions, sizes.clone(), strides, places);
  }

  /** The values in the order in which a grid first has them. */
  public List<Object> values() {
    return List.copyOf(values);
  }

  /** Which of the values the point at an index of the grid has. */
  public int at(long index) {
    int combination = 0;
    for (int d : dimensions) {
      combination = combination * sizes[d] + (int) (index / strides[d] % sizes[d]);
    }
    return places[combination];
  }
}
