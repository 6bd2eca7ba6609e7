package org.phasegrid.driver.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.phasegrid.sweeps.read.SweepSource;
import org.phasegrid.sweeps.read.Sweeps;

class CitationsTest {
  @Test
  void whatAnyAxisReachesIsCited() {
    String text =
        """
        # After arXiv:1806.07572 and one that no table knows, arXiv:2999.00001.
        sweep: cited
        base:
          dataset: {gaussian-noise: {examples: 8, inputs: 4}}
          architecture: {mlp: {width: 4, depth: 1}}
          stopping: {steps: 2}
        axes:
          architecture.initialization: [gaussian, orthogonal, zero-readout]
          seed: {seeds: 2}
        measure: [sharpness]
        """;

    Map<String, List<String>> reasons = new TreeMap<>();
    Citations.of(Sweeps.read(new SweepSource("cited.yaml", text, Map.of())))
        .forEach((paper, what) -> reasons.put(paper.arxiv(), what));

    assertEquals(List.of("orthogonal"), reasons.get("1312.6120"));
    assertEquals(List.of("zero-readout"), reasons.get("2302.12250"));
    assertEquals(List.of("sharpness"), reasons.get("2103.00065"));
    assertEquals(List.of("gaussian-noise"), reasons.get("2402.06184"));
    assertEquals(List.of("the sweep"), reasons.get("1806.07572"));
    assertEquals(List.of("the sweep"), reasons.get("2999.00001"));
    assertEquals(6, reasons.size(), reasons.toString());
  }

  @Test
  void everyKnownPaperIsOneBibtexEntry() {
    int visited = 0;
    for (Paper paper : Paper.known().values()) {
      String entry = paper.bibtex("x");

      assertTrue(
          entry.matches("@misc\\{arxiv:\\d{4}\\.\\d{4,5}, author = \\{.+\\}, title = .*\\}\\}"),
          entry);
      assertEquals(
          entry.chars().filter(c -> c == '{').count(), entry.chars().filter(c -> c == '}').count());
      assertTrue(paper.arxiv().startsWith(paper.year().substring(2)), entry);
      visited++;
    }
    assertTrue(visited >= 12);
    assertFalse(Paper.of("2999.00001").bibtex("x").contains("title"));
  }
}
