package org.phasegrid.sweeps.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DocumentsTest {
  private static List<String> problems(String text) {
    List<Problem> problems = new ArrayList<>();
    Documents.read("edge.yaml", text, problems::add);
    return problems.stream().map(Problem::toString).toList();
  }

  private static Node read(String text) {
    List<Problem> problems = new ArrayList<>();
    Optional<Node> node = Documents.read("edge.yaml", text, problems::add);
    assertEquals(List.of(), problems);
    return node.orElseThrow();
  }

  @Test
  void everyNodeKnowsItsLine() {
    Node.Mapping mapping = (Node.Mapping) read("a: 1\nb:\n  - x\n  - {c: 2}\n");

    Node.Sequence list = (Node.Sequence) mapping.find("b").orElseThrow().value();
    assertEquals(1, mapping.find("a").orElseThrow().place().line());
    assertEquals(3, list.items().get(0).place().line());
    assertEquals(4, list.items().get(1).place().line());
  }

  @Test
  void jsonIsADocumentToo() {
    String yaml = YamlText.of(read("{\"a\": [1, 2.5e-3, \"x y\", true], \"b\": {\"c\": \"1\"}}"));

    assertEquals("a: [1, 2.5e-3, x y, true]\nb:\n  c: \"1\"\n", yaml);
    assertEquals(yaml, YamlText.of(read(yaml)));
  }

  @Test
  void textsOfAnySignsAreWrittenSoThatTheyReadBack() {
    for (String text :
        List.of(
            "a: b",
            "x # y",
            "- 1",
            "true",
            "null",
            "1e3",
            "'",
            "\"\\",
            "tab\t",
            "line\nbreak",
            "ä λ",
            "",
            "=1/x",
            "*a",
            "&a",
            "{",
            "no")) {
      Node.Mapping mapping =
          new Node.Mapping(
              new Place("", 0),
              List.of(
                  new Node.Entry(
                      new Place("", 0), "key", new Node.Scalar(new Place("", 0), text, true))));

      Node.Mapping again = (Node.Mapping) read(YamlText.of(mapping));

      Node.Scalar scalar = (Node.Scalar) again.find("key").orElseThrow().value();
      assertEquals(text, scalar.text());
    }
  }

  @Test
  void aBombOfAliasesIsRefusedBeforeItGrows() {
    StringBuilder bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x, x]\n");
    for (char c = 'b'; c < 'k'; c++) {
      bomb.append(c).append(": &").append(c).append(" [");
      bomb.append(("*" + (char) (c - 1) + ", ").repeat(9)).append("*").append((char) (c - 1));
      bomb.append("]\n");
    }

    List<String> problems = problems(bomb.toString());

    assertEquals(1, problems.size());
    assertTrue(problems.get(0).endsWith("has more than 500000 values, aliases counted each time"));
  }

  @Test
  void anAliasWithinItsOwnAnchorIsRefused() {
    assertEquals(
        List.of("edge.yaml:1: the alias *a has no anchor before it"), problems("a: &a [*a]\n"));
  }

  @Test
  void depthAndSizeHaveLimits() {
    assertEquals(
        List.of("edge.yaml:1: is nested deeper than 50"),
        problems("[".repeat(100_000) + "]".repeat(100_000)));
    assertEquals(
        List.of("edge.yaml: has 4194306 characters, at most 4194304 are accepted"),
        problems("a".repeat(4194306)));
  }

  @Test
  void emptyManyOrTaggedDocumentsAreRefused() {
    assertEquals(List.of("edge.yaml:1: is empty"), problems(""));
    assertEquals(List.of("edge.yaml:1: is empty"), problems("# only a comment\n"));
    assertEquals(
        List.of("edge.yaml:2: begins a second document; one is accepted"),
        problems("a: 1\n---\nb: 2\n"));
    assertEquals(
        List.of("edge.yaml:1: has the tag !java.io.File; tags are not accepted"),
        problems("a: !java.io.File x\n"));
  }
}
