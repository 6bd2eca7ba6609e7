package org.phasegrid.worker.family;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The members of one plural thing (activations, optimizers, ...): each is a record whose instance
 * here carries the defaults.
 *
 * <p>A document writes a member as {@code name}, {@code {name: {parameters}}} or, when it has one
 * parameter, {@code {name: value}}. A family may also say which member a bare number or a bare map
 * of parameters means ({@code learning-rate: 0.1}, {@code batches: {size: 16}}). A member's name is
 * its class's in kebab-case.
 *
 * @param <T> the interface of the members
 */
public final class Family<T> {
  private final String name;
  private final Class<T> type;
  private final Map<String, T> members;
  private final Bare<T> bare;

  /** Which members are meant where a document gives no name. */
  private record Bare<T>(
      Optional<Class<? extends T>> number,
      Optional<Class<? extends T>> keys,
      Optional<Class<? extends T>> list) {}

  private Family(String name, Class<T> type, Map<String, T> members, Bare<T> bare) {
    this.name = name;
    this.type = type;
    this.members = members;
    this.bare = bare;
  }

  /** The family called {@code name} in messages, with the default instance of each member. */
  @SafeVarargs
  public static <T> Family<T> of(String name, Class<T> type, T... defaults) {
    Map<String, T> members = new LinkedHashMap<>();
    for (T member : defaults) {
      if (members.put(nameOf(member), member) != null) {
        throw new IllegalArgumentException(
            "two members of " + name + " are called " + nameOf(member));
      }
    }
    return new Family<>(
        name, type, members, new Bare<>(Optional.empty(), Optional.empty(), Optional.empty()));
  }

  /** This family, in which a bare number means the one parameter of {@code member}. */
  public Family<T> whereANumberMeans(Class<? extends T> member) {
    return new Family<>(name, type, members, new Bare<>(Optional.of(member), bare.keys, bare.list));
  }

  /** This family, in which bare keys are the parameters of {@code member}. */
  public Family<T> whereKeysMean(Class<? extends T> member) {
    return new Family<>(
        name, type, members, new Bare<>(bare.number, Optional.of(member), bare.list));
  }

  /** This family, in which a bare list means the one parameter of {@code member}. */
  public Family<T> whereAListMeans(Class<? extends T> member) {
    return new Family<>(
        name, type, members, new Bare<>(bare.number, bare.keys, Optional.of(member)));
  }

  /** What messages call it, e.g. {@code activation}. */
  public String name() {
    return name;
  }

  public Class<T> type() {
    return type;
  }

  /** Default instances in the order of the list, by name. */
  public Map<String, T> members() {
    return java.util.Collections.unmodifiableMap(members);
  }

  public List<String> names() {
    return List.copyOf(members.keySet());
  }

  public Optional<T> find(String member) {
    return Optional.ofNullable(members.get(member));
  }

  /** The member that a bare number means, with its defaults. */
  public Optional<T> bareNumber() {
    return bare.number.flatMap(member -> find(nameOf(member)));
  }

  /** The member that bare keys mean, with its defaults. */
  public Optional<T> bareKeys() {
    return bare.keys.flatMap(member -> find(nameOf(member)));
  }

  /** The member that a bare list means, with its defaults. */
  public Optional<T> bareList() {
    return bare.list.flatMap(member -> find(nameOf(member)));
  }

  /**
   * The name of a member: its class's simple name in kebab-case, {@code GradientDescent} is {@code
   * gradient-descent}.
   */
  public static String nameOf(Object member) {
    return nameOf(member.getClass());
  }

  /** The name of the member that {@code type} implements. */
  public static String nameOf(Class<?> type) {
    Called called = type.getAnnotation(Called.class);
    return called == null ? kebab(type.getSimpleName()) : called.value();
  }

  /**
   * {@code weightVariance} and {@code WeightVariance} are {@code weight-variance}; {@code FAN_IN}
   * is {@code fan-in}.
   */
  public static String kebab(String identifier) {
    if (identifier.equals(identifier.toUpperCase(java.util.Locale.ROOT))) {
      return identifier.toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
    StringBuilder kebab = new StringBuilder();
    for (int i = 0; i < identifier.length(); i++) {
      char c = identifier.charAt(i);
      if (Character.isUpperCase(c)) {
        if (i > 0) {
          kebab.append('-');
        }
        c = Character.toLowerCase(c);
      }
      kebab.append(c);
    }
    return kebab.toString();
  }
}
