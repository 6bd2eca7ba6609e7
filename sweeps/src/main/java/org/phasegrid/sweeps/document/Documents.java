package org.phasegrid.sweeps.document;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML 1.2 and JSON to nodes with lines, from the parser's events: no tag makes an object, a
 * tree is never deeper or larger than the limits, whatever its aliases say.
 */
public final class Documents {
  /** Characters of a document at most. */
  public static final int CHARACTERS = 4 * 1024 * 1024;

  /** Collections within collections at most. */
  public static final int DEPTH = 50;

  /** Nodes at most, those that aliases repeat counted each time. */
  public static final int NODES = 500_000;

  private final String file;
  private final Consumer<Problem> problems;
  private final Map<String, Node> anchors = new HashMap<>();
  private final Map<String, Integer> sizes = new HashMap<>();
  private final Deque<Open> open = new ArrayDeque<>();
  private Optional<Node> root = Optional.empty();
  private int nodes;

  /** A collection whose end has not come. */
  private static final class Open {
    final Place place;
    final Optional<String> anchor;
    final boolean mapping;
    final int nodesBefore;
    final List<Node> items = new ArrayList<>();
    final List<Node.Entry> entries = new ArrayList<>();
    final Map<String, Place> keys = new HashMap<>();
    Optional<Node.Scalar> key = Optional.empty();

    Open(Place place, Optional<String> anchor, boolean mapping, int nodesBefore) {
      this.place = place;
      this.anchor = anchor;
      this.mapping = mapping;
      this.nodesBefore = nodesBefore;
    }
  }

  /** Ends the reading: what follows cannot be trusted. */
  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unreadable() {
      super("unreadable", null, false, false);
    }
  }

  private Documents(String file, Consumer<Problem> problems) {
    this.file = file;
    this.problems = problems;
  }

  /** The document's tree; empty where problems say why not. */
  public static Optional<Node> read(String file, String text, Consumer<Problem> problems) {
    return new Documents(file, problems).read(text);
  }

  private Optional<Node> read(String text) {
    if (text.length() > CHARACTERS) {
      return refuse(
          new Place(file, 0),
          "has " + text.length() + " characters, at most " + CHARACTERS + " are accepted");
    }
    LoadSettings settings =
        LoadSettings.builder().setLabel(file).setCodePointLimit(CHARACTERS + 1).build();
    int documents = 0;
    try {
      for (Event event : new Parse(settings).parseString(text)) {
        if (event.getEventId() == Event.ID.DocumentStart && ++documents > 1) {
          return refuse(place(event), "begins a second document; one is accepted");
        }
        take(event);
      }
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      String context = e.getContext() == null ? "" : e.getContext() + ", ";
      return refuse(
          new Place(file, line), "not YAML: " + context + e.getProblem() + tabHint(text, line));
    } catch (YamlEngineException e) {
      return refuse(new Place(file, 0), "not YAML: " + e.getMessage());
    } catch (Unreadable e) {
      return Optional.empty();
    }
    if (root.isEmpty() || root.get().empty()) {
      return refuse(new Place(file, 1), "is empty");
    }
    return root;
  }

  private static String tabHint(String text, int line) {
    String[] lines = text.split("\n", -1);
    return line > 0 && line <= lines.length && lines[line - 1].contains("\t")
        ? " (a tab; indent with spaces)"
        : "";
  }

  private Optional<Node> refuse(Place place, String message) {
    problems.accept(new Problem(place, message));
    return Optional.empty();
  }

  private Place place(Event event) {
    return new Place(file, event.getStartMark().map(Mark::getLine).orElse(-1) + 1);
  }

  private void take(Event event) {
    if (event instanceof ScalarEvent scalar) {
      count(event, 1);
      if (scalar.getTag().isPresent() && !scalar.getTag().get().equals("!")) {
        refuse(place(event), "has the tag " + scalar.getTag().get() + "; tags are not accepted");
      }
      put(
          new Node.Scalar(place(event), scalar.getValue(), !scalar.isPlain()),
          anchor(scalar),
          nodes - 1);
    } else if (event instanceof AliasEvent alias) {
      String name = alias.getAlias().getValue();
      Node node = anchors.get(name);
      if (node == null) {
        refuse(place(event), "the alias *" + name + " has no anchor before it");
        throw new Unreadable();
      }
      int before = nodes;
      count(event, sizes.getOrDefault(name, 1));
      put(node, Optional.empty(), before);
    } else if (event instanceof MappingStartEvent || event instanceof SequenceStartEvent) {
      count(event, 1);
      if (open.size() >= DEPTH) {
        refuse(place(event), "is nested deeper than " + DEPTH);
        throw new Unreadable();
      }
      open.push(
          new Open(
              place(event),
              anchor((NodeEvent) event),
              event instanceof MappingStartEvent,
              nodes - 1));
    } else if (event.getEventId() == Event.ID.MappingEnd
        || event.getEventId() == Event.ID.SequenceEnd) {
      Open done = open.pop();
      Node node =
          done.mapping
              ? new Node.Mapping(done.place, done.entries)
              : new Node.Sequence(done.place, done.items);
      put(node, done.anchor, done.nodesBefore);
    }
  }

  private static Optional<String> anchor(NodeEvent event) {
    return event.getAnchor().map(anchor -> anchor.getValue());
  }

  private void count(Event event, int more) {
    nodes += more;
    if (nodes > NODES) {
      refuse(place(event), "has more than " + NODES + " values, aliases counted each time");
      throw new Unreadable();
    }
  }

  private void put(Node node, Optional<String> anchor, int nodesBefore) {
    anchor.ifPresent(
        name -> {
          anchors.put(name, node);
          sizes.put(name, nodes - nodesBefore);
        });
    Open into = open.peek();
    if (into == null) {
      root = Optional.of(node);
    } else if (!into.mapping) {
      into.items.add(node);
    } else if (into.key.isEmpty()) {
      if (!(node instanceof Node.Scalar key)) {
        refuse(node.place(), "has " + node.shown() + " as a key; keys are words");
        throw new Unreadable();
      }
      into.key = Optional.of(key);
    } else {
      Node.Scalar key = into.key.get();
      into.key = Optional.empty();
      Place first = into.keys.putIfAbsent(key.text(), key.place());
      if (first != null) {
        refuse(
            key.place(),
            "duplicate key '" + key.text() + "', given before in line " + first.line());
      } else {
        into.entries.add(new Node.Entry(key.place(), key.text(), node));
      }
    }
  }
}
