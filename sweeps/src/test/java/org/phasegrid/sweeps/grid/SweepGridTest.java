package org.phasegrid.sweeps.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.phasegrid.sweeps.read.SweepSource;
import org.phasegrid.sweeps.read.Sweeps;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.optimizer.Rate;

class SweepGridTest {
  private static Grid grid(String text) {
    return Sweeps.read(new SweepSource("edge.yaml", text, Map.of())).grid();
  }

  private static final String THREE =
      """
      axes:
        architecture.width: [2, 3, 5]
        seed: [7, 8]
        learning-rate: [0.1, 0.2, 0.3, 0.4]
      """;

  @Test
  void anIndexDecodesAsNestedLoopsCount() {
    Grid grid = grid(THREE);

    long index = 0;
    for (int w = 0; w < 3; w++) {
      for (int s = 0; s < 2; s++) {
        for (int r = 0; r < 4; r++) {
          Point point = grid.point(index).orElseThrow();
          assertEquals(index, point.index());
          assertEquals(w * 4 + r, point.cell());
          assertEquals(
              List.of(List.of(2L, 3L, 5L).get(w), 7L + s, List.of(0.1, 0.2, 0.3, 0.4).get(r)),
              point.values());
          assertEquals(
              List.of(List.of(2, 3, 5).get(w)), ((Mlp) point.spec().architecture()).width());
          assertEquals(7 + s, point.spec().seed());
          assertEquals(
              new Rate.Fixed(List.of(0.1, 0.2, 0.3, 0.4).get(r)), point.spec().learningRate());
          index++;
        }
      }
    }
    assertEquals(grid.size(), index);
  }

  @Test
  void indicesOutsideAreRefused() {
    Grid grid = grid(THREE);

    assertThrows(IndexOutOfBoundsException.class, () -> grid.point(24));
    assertThrows(IndexOutOfBoundsException.class, () -> grid.point(-1));
  }

  @Test
  void severalThreadsSeeTheSamePoints() {
    Grid grid = grid(THREE);

    List<Point> alone = LongStream.range(0, 24).mapToObj(i -> grid.point(i).orElseThrow()).toList();
    List<Point> together =
        LongStream.range(0, 2400)
            .parallel()
            .mapToObj(i -> grid.point(i % 24).orElseThrow())
            .toList();

    for (int i = 0; i < 2400; i++) {
      assertEquals(alone.get(i % 24), together.get(i));
    }
  }

  @Test
  void aMillionPointsAreCheckedAndNoneIsKept() {
    Grid grid =
        grid(
            """
            axes:
              learning-rate: {log10: {from: 1e-3, to: 1, points: 1000}}
              architecture.weight-variance: {linear: {from: 0, to: 2, points: 100}}
              seed: {seeds: 10}
            """);

    Point last = grid.point(999_999).orElseThrow();

    assertEquals(1_000_000, grid.size());
    assertEquals(List.of(1.0, 2.0, 10L), last.values());
    assertTrue(grid.axes().get(2).role() == AxisColumn.Role.REPLICA);
  }
}
