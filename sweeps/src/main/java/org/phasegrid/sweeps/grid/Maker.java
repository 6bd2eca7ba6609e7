package org.phasegrid.sweeps.grid;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.phasegrid.sweeps.document.Decimal;
import org.phasegrid.sweeps.document.Problem;
import org.phasegrid.sweeps.expression.Value;
import org.phasegrid.worker.family.Family;

/**
 * A recipe ready to be made at positions of the grid. What depends on few positions is made once
 * for each, so equal parts of runs are one object.
 */
final class Maker {
  private static final int REMEMBERED = 4096;

  private final BitSet dimensions;
  private final Function<int[], Object> how;
  private final int[] sizes;
  private final AtomicReferenceArray<Object> made;

  private Maker(BitSet dimensions, Function<int[], Object> how, int[] sizes, boolean remember) {
    this.dimensions = dimensions;
    this.how = how;
    this.sizes = sizes;
    long positions = 1;
    for (int d = dimensions.nextSetBit(0); d >= 0; d = dimensions.nextSetBit(d + 1)) {
      positions = Math.min(positions * sizes[d], REMEMBERED + 1L);
    }
    this.made =
        new AtomicReferenceArray<>(remember && positions <= REMEMBERED ? (int) positions : 0);
  }

  BitSet dimensions() {
    return dimensions;
  }

  Object at(int[] position) {
    if (made.length() == 0) {
      return how.apply(position);
    }
    int index = 0;
    for (int d = dimensions.nextSetBit(0); d >= 0; d = dimensions.nextSetBit(d + 1)) {
      index = index * sizes[d] + position[d];
    }
    Object known = made.get(index);
    if (known == null) {
      made.compareAndSet(index, null, how.apply(position));
      known = made.get(index);
    }
    return known;
  }

  static Maker of(Recipe recipe, Names names, int[] sizes) {
    if (recipe instanceof Recipe.Constant constant) {
      return new Maker(new BitSet(), position -> constant.value(), sizes, false);
    }
    if (recipe instanceof Recipe.Computed computed) {
      BitSet dimensions = names.dimensions(computed.expression());
      return new Maker(
          dimensions, position -> compute(computed, names, position, dimensions), sizes, false);
    }
    if (recipe instanceof Recipe.Choice choice) {
      List<Maker> options = makers(choice.options(), names, sizes);
      BitSet dimensions = union(options);
      dimensions.set(choice.dimension());
      return new Maker(
          dimensions,
          position -> options.get(position[choice.dimension()]).at(position),
          sizes,
          false);
    }
    if (recipe instanceof Recipe.Listed listed) {
      List<Maker> items = makers(listed.items(), names, sizes);
      BitSet dimensions = union(items);
      return new Maker(
          dimensions,
          position -> {
            List<Object> list = new ArrayList<>(items.size());
            for (Maker item : items) {
              list.add(item.at(position));
            }
            return Collections.unmodifiableList(list);
          },
          sizes,
          dimensions.isEmpty());
    }
    if (recipe instanceof Recipe.Mapped mapped) {
      List<Maker> values =
          makers(mapped.parts().stream().map(Recipe.Part::recipe).toList(), names, sizes);
      BitSet dimensions = union(values);
      return new Maker(
          dimensions,
          position -> {
            Map<String, Object> map = new TreeMap<>();
            for (int i = 0; i < values.size(); i++) {
              map.put(mapped.parts().get(i).key(), values.get(i).at(position));
            }
            return Collections.unmodifiableMap(map);
          },
          sizes,
          dimensions.isEmpty());
    }
    Recipe.Built built = (Recipe.Built) recipe;
    List<Maker> parts =
        makers(built.parts().stream().map(Recipe.Part::recipe).toList(), names, sizes);
    Constructor<?> constructor = constructor(built.made());
    BitSet dimensions = union(parts);
    return new Maker(
        dimensions,
        position -> {
          Object[] arguments = new Object[parts.size()];
          for (int i = 0; i < arguments.length; i++) {
            arguments[i] = parts.get(i).at(position);
          }
          try {
            return construct(constructor, arguments);
          } catch (IllegalArgumentException e) {
            throw new Refused(refusal(built, String.valueOf(e.getMessage())), dimensions);
          }
        },
        sizes,
        true);
  }

  private static List<Maker> makers(List<Recipe> recipes, Names names, int[] sizes) {
    return recipes.stream().map(recipe -> of(recipe, names, sizes)).toList();
  }

  private static BitSet union(List<Maker> makers) {
    BitSet dimensions = new BitSet();
    makers.forEach(maker -> dimensions.or(maker.dimensions()));
    return dimensions;
  }

  /** What a constructor refused, at the line of the component that its message begins with. */
  static Problem refusal(Recipe.Built built, String message) {
    String key = message.split("[ .:,]", 2)[0];
    for (Recipe.Part part : built.parts()) {
      if (part.key().equals(key)) {
        return new Problem(part.recipe().place(), joined(built.path(), message, true));
      }
    }
    boolean member = Family.nameOf(built.made()).equals(key);
    return new Problem(built.place(), joined(built.path(), message, member));
  }

  private static String joined(String path, String message, boolean key) {
    if (path.isEmpty()) {
      return message;
    }
    return path + (key ? "." : message.startsWith("must ") ? " " : ": ") + message;
  }

  private static Constructor<?> constructor(Class<? extends Record> type) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(type + " has no canonical constructor", e);
    }
  }

  private static Object construct(Constructor<?> constructor, Object[] arguments) {
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refusal) {
        throw refusal;
      }
      throw new IllegalStateException("constructor of " + constructor.getDeclaringClass(), e);
    } catch (InstantiationException | IllegalAccessException e) {
      throw new IllegalStateException(constructor.getDeclaringClass() + " must be public", e);
    }
  }

  private static Object compute(
      Recipe.Computed computed, Names names, int[] position, BitSet dimensions) {
    try {
      return convert(computed, computed.expression().evaluate(names.scope(position)));
    } catch (IllegalArgumentException e) {
      throw new Refused(
          new Problem(computed.place(), computed.path() + " " + e.getMessage()), dimensions);
    }
  }

  private static Object convert(Recipe.Computed computed, Value value) {
    Type type = computed.type();
    String given = ", =" + computed.expression() + " is " + value;
    if (type == boolean.class || type == Boolean.class) {
      if (value instanceof Value.Truth truth) {
        return truth.value();
      }
      throw new IllegalArgumentException("wants true or false" + given);
    }
    if (type == double.class || type == Double.class) {
      if (value instanceof Value.Real real && Double.isFinite(real.value())) {
        return real.value();
      }
      throw new IllegalArgumentException("wants a finite number" + given);
    }
    if (type == long.class || type == Long.class || type == int.class || type == Integer.class) {
      if (value instanceof Value.Real real && whole(real.value(), type)) {
        return type == long.class || type == Long.class
            ? (Object) (long) real.value()
            : (Object) (int) real.value();
      }
      throw new IllegalArgumentException("wants a whole number" + given);
    }
    if (value instanceof Value.Label label && type instanceof Class<?> wanted) {
      if (wanted == String.class) {
        return label.value();
      }
      for (Object constant : wanted.getEnumConstants()) {
        if (Family.kebab(((Enum<?>) constant).name()).equals(label.value())) {
          return constant;
        }
      }
    }
    throw new IllegalArgumentException("wants a word" + given);
  }

  private static boolean whole(double value, Type type) {
    double limit = type == int.class || type == Integer.class ? Integer.MAX_VALUE : 0x1p53;
    return value == Math.rint(value) && Math.abs(value) <= limit;
  }

  /** How messages show a value of an axis. */
  static String shown(Object value) {
    return value instanceof Double number ? Decimal.brief(number) : value.toString();
  }
}
