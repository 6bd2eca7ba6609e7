package org.phasegrid.sweeps.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.phasegrid.sweeps.grid.Point;
import org.phasegrid.worker.run.RunId;

class CatalogueTest {
  @TempDir private static Path data;

  static Stream<String> names() {
    return Sweeps.catalogue().stream().map(entry -> entry[0]);
  }

  /** One clear message for each file, and nothing about what hangs on them. */
  @Test
  void dataThatUsersBringAreAskedFor() {
    int visited = 0;
    for (String name : names().filter(each -> each.endsWith("-cluster")).toList()) {
      if (!name.equals("fractal-boundary-cluster")) {
        Problems problems =
            assertThrows(Problems.class, () -> Sweeps.find(name, Sweeps.Changes.NONE));

        assertEquals(2, problems.problems().size(), problems.getMessage());
        assertTrue(
            problems.problems().get(0).endsWith("no such file in the working directory"),
            problems.getMessage());
        visited++;
      }
    }
    assertEquals(4, visited);
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
  void everySweepCarriesDrawingsAndChecks(String name) throws IOException {
    Sweep sweep = StandIns.read(name, data);

    assertEquals(name, sweep.name());
    assertFalse(sweep.measures().isEmpty());
    assertFalse(sweep.drawings().isEmpty());
    assertFalse(sweep.checks().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("names")
  void theCanonicalTextReadsBackToTheSameRuns(String name) throws IOException {
    Sweep sweep = StandIns.read(name, data);

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
    long stride = Math.max(7, sweep.grid().size() / 3001);
    long visited = 0;
    for (long i = 0; i < sweep.grid().size(); i += stride) {
      Optional<Point> point = sweep.grid().point(i);
      Optional<Point> twin = again.grid().point(i);
      assertEquals(point.map(p -> RunId.of(p.spec())), twin.map(p -> RunId.of(p.spec())));
      assertEquals(point.map(Point::values), twin.map(Point::values));
      assertEquals(point.map(Point::cell), twin.map(Point::cell));
      visited++;
    }
    assertEquals((sweep.grid().size() + stride - 1) / stride, visited);
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
