package org.phasegrid.sweeps.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.phasegrid.sweeps.grid.Point;
import org.phasegrid.worker.run.RunId;

class CatalogueTest {
  static Stream<String> names() {
    return Sweeps.catalogue().stream().map(entry -> entry[0]);
  }

  @Test
  void everyEntryHasALineOfItsOwn() {
    List<String[]> catalogue = Sweeps.catalogue();

    assertTrue(catalogue.size() >= 4);
    assertEquals("quickstart", catalogue.get(0)[0]);
    for (String[] entry : catalogue) {
      assertEquals(2, entry.length);
      assertFalse(entry[1].isBlank());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void everySweepCarriesDrawingsAndChecks(String name) {
    Sweep sweep = Sweeps.find(name, Sweeps.Changes.NONE);

    assertEquals(name, sweep.name());
    assertFalse(sweep.measures().isEmpty());
    assertFalse(sweep.drawings().isEmpty());
    assertFalse(sweep.checks().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("names")
  void theCanonicalTextReadsBackToTheSameRuns(String name) {
    Sweep sweep = Sweeps.find(name, Sweeps.Changes.NONE);

    Sweep again =
        Sweeps.read(new SweepSource("sweep.yaml", sweep.canonical(), sweep.source().files()));
    Sweep sent = Sweeps.read(sweep.source());

    assertEquals(sweep.canonical(), again.canonical());
    assertEquals(sweep.canonical(), sent.canonical());
    assertEquals(sweep.baseIdentity(), again.baseIdentity());
    assertEquals(sweep.grid().axes(), again.grid().axes());
    assertEquals(sweep.drawings(), again.drawings());
    assertEquals(sweep.checks(), again.checks());
    assertEquals(sweep.measures(), again.measures());
    int visited = 0;
    for (long i = 0; i < sweep.grid().size(); i += 7) {
      Optional<Point> point = sweep.grid().point(i);
      Optional<Point> twin = again.grid().point(i);
      assertEquals(point.map(p -> RunId.of(p.spec())), twin.map(p -> RunId.of(p.spec())));
      assertEquals(point.map(Point::values), twin.map(Point::values));
      assertEquals(point.map(Point::cell), twin.map(Point::cell));
      visited++;
    }
    assertEquals((sweep.grid().size() + 6) / 7, visited);
  }

  @Test
  void theQuickstartTrainsAThousandRunsOrMore() {
    assertTrue(Sweeps.find("quickstart", Sweeps.Changes.NONE).grid().size() >= 1000);
  }

  @Test
  void theFractalBoundaryIs128By128() {
    Sweep sweep = Sweeps.find("fractal-boundary", Sweeps.Changes.NONE);

    Point first = sweep.grid().point(0).orElseThrow();
    Point last = sweep.grid().point(16_383).orElseThrow();

    assertEquals(16_384, sweep.grid().size());
    assertEquals(List.of(1e-3, 1e-3), first.spec().layerRates());
    assertEquals(List.of(1e6, 1e6), last.spec().layerRates());
  }

  @Test
  void rowsOfTheGoldenGridAreRatesOfTheReadout() {
    Sweep sweep = Sweeps.find("fractal-golden", Sweeps.Changes.NONE);

    Point point = sweep.grid().point(31 * 32).orElseThrow();

    assertEquals(List.of("float64", 31L, 0L), point.values());
    assertEquals(List.of(1e-3, 1e6), point.spec().layerRates());
  }
}
