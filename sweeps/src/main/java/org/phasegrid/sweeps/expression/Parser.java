package org.phasegrid.sweeps.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.phasegrid.sweeps.document.Suggestion;

/**
 * Recursive descent, loosest first: or; and; not; one comparison or in; + -; * /; unary minus; ^
 * (to the right); numbers, names, texts, calls, lists, parentheses.
 */
final class Parser {
  private static final int LONGEST = 4_000;
  private static final int DEEPEST = 100;
  private static final Set<String> WORDS = Set.of("and", "or", "not", "in", "true", "false");

  private final String text;
  private int at;
  private int depth;

  private Parser(String text) {
    this.text = text;
  }

  static Term parse(String text) {
    Parser parser = new Parser(text);
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "expression has " + text.length() + " characters, at most " + LONGEST + " are accepted");
    }
    Term term = parser.either();
    parser.space();
    if (parser.at < text.length()) {
      throw parser.wanted("an operator or the end");
    }
    return term;
  }

  private Term either() {
    if (++depth > DEEPEST) {
      throw new IllegalArgumentException(
          "expression '" + text.substring(0, 20) + "...' is nested deeper than " + DEEPEST);
    }
    Term left = both();
    while (word("or")) {
      left = new Term.Binary("or", left, both());
    }
    depth--;
    return left;
  }

  private Term both() {
    Term left = negation();
    while (word("and")) {
      left = new Term.Binary("and", left, negation());
    }
    return left;
  }

  private Term negation() {
    int negations = 0;
    while (word("not")) {
      negations++;
    }
    Term term = comparison();
    for (int i = 0; i < negations; i++) {
      term = new Term.Unary("not", term);
      if (i > DEEPEST) {
        throw wanted("fewer negations");
      }
    }
    return term;
  }

  private Term comparison() {
    Term left = sum();
    if (word("in")) {
      space();
      if (!symbol("[")) {
        throw wanted("a list in [ ]");
      }
      return new Term.Binary("in", left, new Term.Many(items("]")));
    }
    for (String operator : List.of("==", "!=", "<=", ">=", "<", ">")) {
      if (symbol(operator)) {
        Term comparison = new Term.Binary(operator, left, sum());
        for (String second : List.of("==", "!=", "<=", ">=", "<", ">")) {
          if (symbol(second)) {
            at -= second.length();
            throw wanted("'and' between two comparisons");
          }
        }
        return comparison;
      }
    }
    return left;
  }

  private Term sum() {
    Term left = product();
    while (true) {
      if (symbol("+")) {
        left = new Term.Binary("+", left, product());
      } else if (symbol("-")) {
        left = new Term.Binary("-", left, product());
      } else {
        return left;
      }
    }
  }

  private Term product() {
    Term left = minus();
    while (true) {
      if (symbol("*")) {
        left = new Term.Binary("*", left, minus());
      } else if (symbol("/")) {
        left = new Term.Binary("/", left, minus());
      } else {
        return left;
      }
    }
  }

  private Term minus() {
    if (++depth > DEEPEST) {
      throw new IllegalArgumentException(
          "expression '" + text.substring(0, 20) + "...' is nested deeper than " + DEEPEST);
    }
    Term term = symbol("-") ? new Term.Unary("-", minus()) : power();
    depth--;
    return term;
  }

  private Term power() {
    Term base = primary();
    return symbol("^") ? new Term.Binary("^", base, minus()) : base;
  }

  private Term primary() {
    space();
    if (at == text.length()) {
      throw wanted("a value");
    }
    char c = text.charAt(at);
    if (c == '(') {
      at++;
      Term inner = either();
      if (!symbol(")")) {
        throw wanted("')'");
      }
      return inner;
    }
    if (c == '\'' || c == '"') {
      int end = text.indexOf(c, at + 1);
      if (end < 0) {
        throw wanted("a text that ends with " + c);
      }
      String label = text.substring(at + 1, end);
      at = end + 1;
      return new Term.Literal(new Value.Label(label));
    }
    if (digit(c) || c == '.') {
      return number();
    }
    if (Character.isLetter(c) || c == '_') {
      return name();
    }
    throw wanted("a value");
  }

  private Term number() {
    int start = at;
    while (at < text.length() && (digit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int exponent = at + 1;
      if (exponent < text.length()
          && (text.charAt(exponent) == '-' || text.charAt(exponent) == '+')) {
        exponent++;
      }
      if (exponent < text.length() && digit(text.charAt(exponent))) {
        at = exponent;
        while (at < text.length() && digit(text.charAt(at))) {
          at++;
        }
      }
    }
    try {
      return new Term.Literal(new Value.Real(Double.parseDouble(text.substring(start, at))));
    } catch (NumberFormatException e) {
      at = start;
      throw wanted("a number");
    }
  }

  private Term name() {
    int start = at;
    String name = identifier();
    switch (name) {
      case "true":
        return new Term.Literal(Value.TRUE);
      case "false":
        return new Term.Literal(Value.FALSE);
      case "pi":
        return new Term.Literal(new Value.Real(Math.PI));
      default:
        break;
    }
    if (WORDS.contains(name)) {
      at = start;
      throw wanted("a value");
    }
    if (!symbol("(")) {
      return new Term.Name(name);
    }
    List<Term> arguments = items(")");
    Functions.Shape shape =
        Functions.find(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no function is named '"
                            + name
                            + "'; there are: "
                            + String.join(", ", Functions.names())
                            + Suggestion.of(name, Functions.names())
                            + ", in '"
                            + text
                            + "'"));
    if (arguments.size() < shape.least() || arguments.size() > shape.most()) {
      throw new IllegalArgumentException(
          "write "
              + shape.usage()
              + ", not with "
              + arguments.size()
              + " arguments: '"
              + text
              + "'");
    }
    return new Term.Call(name, arguments);
  }

  private List<Term> items(String end) {
    List<Term> items = new ArrayList<>();
    if (symbol(end)) {
      return items;
    }
    do {
      items.add(either());
    } while (symbol(","));
    if (!symbol(end)) {
      throw wanted("',' or '" + end + "'");
    }
    return items;
  }

  private String identifier() {
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    return text.substring(start, at);
  }

  private boolean word(String word) {
    space();
    int before = at;
    if (at < text.length() && Character.isLetter(text.charAt(at)) && identifier().equals(word)) {
      return true;
    }
    at = before;
    return false;
  }

  private boolean symbol(String symbol) {
    space();
    if (text.startsWith(symbol, at)) {
      at += symbol.length();
      return true;
    }
    return false;
  }

  private void space() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private IllegalArgumentException wanted(String what) {
    space();
    String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
    return new IllegalArgumentException(
        "expression '"
            + text
            + "' has "
            + found
            + " at character "
            + (at + 1)
            + ", wanted "
            + what);
  }
}
