package org.phasegrid.sweeps.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.phasegrid.sweeps.document.Node;
import org.phasegrid.sweeps.document.Place;
import org.phasegrid.sweeps.document.Problem;
import org.phasegrid.sweeps.document.Suggestion;

/** What stands at paths of {@code base} instead of what is written there: axes, and --set. */
final class Overrides {
  /** An axis: its dimension and the nodes of its values. */
  record Axis(Place place, int dimension, List<Node> values) {}

  private final Map<String, Node> sets = new TreeMap<>();
  private final Map<String, Place> setPlaces = new TreeMap<>();
  private final Map<String, Axis> axes = new TreeMap<>();
  private final TreeSet<String> used = new TreeSet<>();
  private final TreeSet<String> visited = new TreeSet<>();

  void set(String path, Place place, Node value) {
    sets.put(path, value);
    setPlaces.put(path, place);
  }

  void axis(String path, Axis axis) {
    axes.put(path, axis);
  }

  /** Leaves axes the first of their values. */
  void shorten(int values) {
    axes.replaceAll(
        (path, axis) ->
            new Axis(
                axis.place(),
                axis.dimension(),
                axis.values().subList(0, Math.min(values, axis.values().size()))));
  }

  /** Says that a path is a parameter. */
  void visit(String path) {
    visited.add(path);
  }

  /** What --set gives a path. */
  Optional<Node> set(String path) {
    visited.add(path);
    Optional<Node> node = Optional.ofNullable(sets.get(path));
    node.ifPresent(found -> used.add(path));
    return node;
  }

  /** The axis of a path. */
  Optional<Axis> axis(String path) {
    visited.add(path);
    Optional<Axis> axis = Optional.ofNullable(axes.get(path));
    axis.ifPresent(found -> used.add(path));
    return axis;
  }

  /** Whether an override stands at a path. */
  boolean at(String path) {
    return sets.containsKey(path) || axes.containsKey(path);
  }

  /** Whether an override stands at a path or below. */
  boolean within(String path) {
    if (path.isEmpty()) {
      return !sets.isEmpty() || !axes.isEmpty();
    }
    return at(path) || below(sets, path) || below(axes, path);
  }

  /** The largest index that overrides give items of the list at a path, 0 for none. */
  int largestIndex(String path) {
    int largest = 0;
    for (Map<String, ?> map : List.of(sets, axes)) {
      for (String key : map.keySet()) {
        if (key.startsWith(path + ".")) {
          String index = key.substring(path.length() + 1).split("\\.", 2)[0];
          if (index.matches("[0-9]{1,6}")) {
            largest = Math.max(largest, Integer.parseInt(index));
          }
        }
      }
    }
    return largest;
  }

  /** Keys directly below a path. */
  List<String> keysBelow(String path) {
    TreeSet<String> keys = new TreeSet<>();
    for (Map<String, ?> map : List.of(sets, axes)) {
      for (String key : map.keySet()) {
        if (key.startsWith(path + ".")) {
          keys.add(key.substring(path.length() + 1).split("\\.", 2)[0]);
        }
      }
    }
    return new ArrayList<>(keys);
  }

  private static boolean below(Map<String, ?> map, String path) {
    String next = ((TreeMap<String, ?>) map).ceilingKey(path + ".");
    return next != null && next.startsWith(path + ".");
  }

  /** Overrides whose path is no parameter, each with those that are near. */
  List<Problem> unused() {
    List<Problem> problems = new ArrayList<>();
    for (String path : sets.keySet()) {
      if (!used.contains(path)) {
        problems.add(unknown(setPlaces.getOrDefault(path, new Place("--set", 0)), path));
      }
    }
    axes.forEach(
        (path, axis) -> {
          if (!used.contains(path)) {
            problems.add(unknown(axis.place(), path));
          }
        });
    return problems;
  }

  private Problem unknown(Place place, String path) {
    String parent = path;
    List<String> beside = List.of();
    while (beside.isEmpty() && !parent.isEmpty()) {
      parent = parent.contains(".") ? parent.substring(0, parent.lastIndexOf('.')) : "";
      String prefix = parent.isEmpty() ? "" : parent + ".";
      beside =
          visited.stream()
              .filter(each -> each.startsWith(prefix) && each.length() > prefix.length())
              .map(each -> each.substring(prefix.length()))
              .filter(each -> each.indexOf('.') < 0)
              .toList();
    }
    return new Problem(
        place,
        "no parameter is at '"
            + path
            + "'; "
            + (parent.isEmpty() ? "a run" : parent)
            + " has: "
            + String.join(", ", beside)
            + Suggestion.of(path, visited));
  }
}
