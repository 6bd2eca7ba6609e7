package org.phasegrid.worker.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.phasegrid.worker.activation.Tanh;
import org.phasegrid.worker.initialization.Gaussian;
import org.phasegrid.worker.kernel.Precision;

/** Which runs the model puts side by side. */
class PaceTest {
  private static Mlp mlp(int width, int depth) {
    return new Mlp(
        List.of(width),
        depth,
        new Tanh(),
        false,
        1,
        1,
        0,
        0,
        Mlp.VarianceScale.FAN_IN,
        Parametrization.STANDARD,
        List.of(),
        Mlp.Readout.TRAINED,
        1,
        new Gaussian(),
        new Trained.All());
  }

  @Test
  void narrowNetworksGoTogether() {
    Pace pace = mlp(16, 1).pace(16, 1, 272, Precision.FLOAT32, 16);

    assertTrue(pace.few() < 16, "few " + pace.few());
    assertEquals(pace.herd() / 16, pace.perRun(), 0);
  }

  @Test
  void wideNetworksGoAlone() {
    assertEquals(Integer.MAX_VALUE, mlp(512, 4).pace(512, 10, 512, Precision.FLOAT64, 8).few());
  }

  /** Sixty million weights in eight lanes would be 3.8 GB in one vector of a herd alone. */
  @Test
  void weightsThatFillTheMemoryGoAloneEvenOnOneExample() {
    Pace pace = mlp(1000, 60).pace(1000, 1, 1, Precision.FLOAT64, 8);

    assertEquals(Integer.MAX_VALUE, pace.few());
    assertEquals(pace.alone(), pace.perRun(), 0);
  }
}
