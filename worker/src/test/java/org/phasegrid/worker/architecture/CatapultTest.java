package org.phasegrid.worker.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.phasegrid.worker.file.Content;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.general.Loss;
import org.phasegrid.worker.indicator.general.Sharpness;
import org.phasegrid.worker.initialization.File;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.run.Run;
import org.phasegrid.worker.run.RunRecord;
import org.phasegrid.worker.run.RunSpec;
import org.phasegrid.worker.run.Specs;
import org.phasegrid.worker.train.Outcome;
import org.phasegrid.worker.train.Stopping;
import org.phasegrid.worker.train.Threshold;

/** SCIENCE C4.1 to C4.3: f = u.v / sqrt(n) against its map of two numbers and golden table. */
class CatapultTest {
  private static final Map<Integer, Uv> MODELS = new HashMap<>();

  private static byte[] resource(String name) throws IOException {
    try (InputStream stream = CatapultTest.class.getResourceAsStream(name)) {
      assertNotNull(stream, name);
      return stream.readAllBytes();
    }
  }

  private static Uv model(int n) throws IOException {
    Uv known = MODELS.get(n);
    if (known == null) {
      String name = "catapult-" + n + ".npz";
      known = new Uv(n, 0, new File(new Content(name, resource(name))));
      MODELS.put(n, known);
    }
    return known;
  }

  private static RunRecord run(int n, double c, long steps, Indicator... measures)
      throws IOException {
    RunSpec spec =
        Specs.with(
            Specs.with(Specs.with(Specs.small(), model(n)), new Rate.OverKernel(c)),
            new Stopping(steps, new Threshold.Loss(1e10), new Threshold.Loss(1e-12)));
    return Run.execute(spec, List.of(measures));
  }

  private record Golden(
      int n, double c, double f0, double lambda0, String status, double peak, int peakStep) {}

  private static List<Golden> golden() throws IOException {
    List<Golden> rows = new ArrayList<>();
    for (String line :
        new String(resource("catapult.csv"), StandardCharsets.UTF_8).lines().skip(1).toList()) {
      String[] f = line.split(",");
      rows.add(
          new Golden(
              Integer.parseInt(f[0]),
              Double.parseDouble(f[1]),
              Double.parseDouble(f[2]),
              Double.parseDouble(f[3]),
              f[4],
              Double.parseDouble(f[6]),
              Integer.parseInt(f[7])));
    }
    return rows;
  }

  @Test
  void descentFollowsTheMapOfTwoNumbers() throws IOException {
    double worst = 0;
    int visited = 0;
    for (Golden row : golden()) {
      if (row.c() != 3) {
        continue;
      }
      RunSpec spec =
          Specs.with(
              Specs.with(
                  Specs.with(Specs.small(), model(row.n())), new Rate.Fixed(3 / row.lambda0())),
              Specs.steps(60));
      RunRecord record = Run.execute(spec, List.of(Loss.EVERY_STEP));
      double eta = 3 / row.lambda0();
      double f = row.f0();
      double lambda = row.lambda0();
      for (int t = 0; t <= 60; t++) {
        double found = Math.sqrt(2 * record.steps().get(t).loss());
        worst = Math.max(worst, Math.abs(found - Math.abs(f)) / Math.max(1, Math.abs(f)));
        double kick = eta * f * f / row.n();
        f *= 1 - eta * lambda + eta * kick;
        lambda += kick * (eta * lambda - 4);
      }
      visited++;
    }
    assertEquals(5, visited);
    // 60 steps of a few roundings each, of sums of up to 16384 terms.
    assertTrue(worst < 1e-12, "deviation " + worst);
  }

  @Test
  void outcomesAndPeaksAreThoseOfTheGoldenTable() throws IOException {
    int visited = 0;
    int converged = 0;
    for (Golden row : golden()) {
      RunRecord record =
          run(row.n(), row.c(), 20_000, Loss.EVERY_STEP, new Sharpness(new Looks.Last(), 24));
      String where = row.toString();

      assertEquals(row.lambda0(), record.lambdaInitial().getAsDouble(), 1e-12, where);
      assertEquals(row.f0() * row.f0() / 2, record.lossInitial(), 1e-12, where);
      if (record.outcome() instanceof Outcome.Converged) {
        assertEquals("converged", row.status(), where);
        double peak = record.lossMax() / record.lossInitial();
        assertEquals(row.peak(), peak, 1e-6 * row.peak(), where);
        int at = 0;
        while (record.steps().get(at).loss() < record.lossMax()) {
          at++;
        }
        assertEquals(row.peakStep(), at, where);
        assertTrue(row.c() > 2 || at == 0, where);
        RunRecord.StepRow last = record.steps().get(record.steps().size() - 1);
        double sharpness = (double) last.values().get("sharpness");
        assertTrue(record.learningRate() * sharpness < 2, where + " sharpness " + sharpness);
        converged++;
      } else {
        assertTrue(record.outcome() instanceof Outcome.Diverged, where);
        assertEquals("diverged", row.status(), where);
      }
      visited++;
    }
    assertEquals(50, visited);
    assertEquals(45, converged);
  }

  /** C4.2: the largest rate that does not diverge is 4 over the kernel. */
  @Test
  void theLargestRateIsFourOverTheKernel() throws IOException {
    for (int n : new int[] {64, 256}) {
      double low = 2;
      double high = 6;
      while (high - low > 1e-7) {
        double middle = (low + high) / 2;
        if (run(n, middle, 20_000).outcome() instanceof Outcome.Diverged) {
          high = middle;
        } else {
          low = middle;
        }
      }
      assertEquals(4, low, 1e-6, "n = " + n);
    }
  }
}
