package org.phasegrid.sweeps.document;

import java.util.regex.Pattern;

/**
 * Nodes as YAML text: collections of collections in blocks, what is short in one line. Equal trees
 * give equal text.
 */
public final class YamlText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./ -]*");
  private static final int SHORT = 100;

  private YamlText() {}

  /** The text of a document. */
  public static String of(Node node) {
    StringBuilder text = new StringBuilder();
    block(node, 0, text);
    return text.toString();
  }

  private static void block(Node node, int indent, StringBuilder text) {
    if (node instanceof Node.Mapping mapping && !mapping.entries().isEmpty()) {
      for (Node.Entry entry : mapping.entries()) {
        text.append(" ".repeat(indent)).append(scalar(entry.key(), false)).append(':');
        value(entry.value(), indent, indent == 0, text);
      }
    } else if (node instanceof Node.Sequence sequence && !sequence.items().isEmpty()) {
      for (Node item : sequence.items()) {
        text.append(" ".repeat(indent)).append('-');
        value(item, indent, false, text);
      }
    } else {
      text.append(" ".repeat(indent)).append(line(node)).append('\n');
    }
  }

  private static void value(Node node, int indent, boolean top, StringBuilder text) {
    String line = line(node);
    boolean deep =
        !(node instanceof Node.Scalar)
            && !line.equals("{}")
            && !line.equals("[]")
            && (line.length() + indent > SHORT || (top && node instanceof Node.Mapping));
    if (deep) {
      text.append('\n');
      block(node, indent + 2, text);
    } else {
      text.append(' ').append(line).append('\n');
    }
  }

  /** In one line, as inside of [ ] and { }. */
  public static String line(Node node) {
    StringBuilder text = new StringBuilder();
    if (node instanceof Node.Scalar scalar) {
      return scalar(scalar.text(), scalar.quoted());
    } else if (node instanceof Node.Sequence sequence) {
      String separator = "";
      text.append('[');
      for (Node item : sequence.items()) {
        text.append(separator).append(line(item));
        separator = ", ";
      }
      return text.append(']').toString();
    } else if (node instanceof Node.Mapping mapping) {
      String separator = "";
      text.append('{');
      for (Node.Entry entry : mapping.entries()) {
        text.append(separator).append(scalar(entry.key(), false)).append(": ");
        text.append(line(entry.value()));
        separator = ", ";
      }
      return text.append('}').toString();
    }
    throw new IllegalStateException("no text for " + node);
  }

  private static String scalar(String text, boolean quoted) {
    boolean word =
        PLAIN.matcher(text).matches()
            && !text.endsWith(" ")
            && !text.equals("true")
            && !text.equals("false")
            && !text.equals("null");
    if (word || (!quoted && plainNumberOrTruth(text))) {
      return text;
    }
    StringBuilder escaped = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> escaped.append("\\\"");
        case '\\' -> escaped.append("\\\\");
        case '\n' -> escaped.append("\\n");
        case '\t' -> escaped.append("\\t");
        default -> {
          if (c < 0x20 || (c >= 0x7f && c < 0xa0)) {
            escaped.append(String.format("\\x%02x", (int) c));
          } else {
            escaped.append(c);
          }
        }
      }
    }
    return escaped.append('"').toString();
  }

  private static boolean plainNumberOrTruth(String text) {
    return Decimal.parse(text).isPresent() || text.equals("true") || text.equals("false");
  }
}
