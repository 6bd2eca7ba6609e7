package org.phasegrid.sweeps.document;

import java.util.List;
import java.util.Optional;

/** A part of a document. */
public sealed interface Node {
  Place place();

  /**
   * A number, a word, a text: its type is decided by what is wanted.
   *
   * @param quoted whether it was written in quotes, and so is a text
   */
  record Scalar(Place place, String text, boolean quoted) implements Node {}

  /** A list. */
  record Sequence(Place place, List<Node> items) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** Keys with values, in written order; every key once. */
  record Mapping(Place place, List<Entry> entries) implements Node {
    public Mapping {
      entries = List.copyOf(entries);
    }

    /** The entry of a key. */
    public Optional<Entry> find(String key) {
      return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
    }

    /** The keys in written order. */
    public List<String> keys() {
      return entries.stream().map(Entry::key).toList();
    }
  }

  /** A key and its value. */
  record Entry(Place place, String key, Node value) {}

  /** Whether it is left empty, {@code ~} or {@code null}. */
  default boolean empty() {
    return this instanceof Scalar scalar
        && !scalar.quoted()
        && (scalar.text().isEmpty() || scalar.text().equals("~") || scalar.text().equals("null"));
  }

  /** What messages call it: the scalar's text, or which kind of collection it is. */
  default String shown() {
    if (this instanceof Scalar scalar) {
      String text =
          scalar.text().length() > 60 ? scalar.text().substring(0, 60) + "..." : scalar.text();
      return empty() ? "empty" : scalar.quoted() ? "'" + text + "'" : text;
    }
    return this instanceof Sequence ? "a list" : "keys with values";
  }
}
