package org.phasegrid.worker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.phasegrid.worker.optimizer.Rate;

final class RunIdsTest {
  /** Neighbors share parts, or have equal ones, or go back to former ones. */
  @Test
  void runsHaveTheSameNamesOneAfterTheOther() {
    RunSpec small = Specs.small();
    RunSpec faster = Specs.with(small, new Rate.Fixed(0.25));
    RunIds ids = new RunIds();

    for (RunSpec spec :
        List.of(small, small, faster, Specs.small(), RunSpec.DEFAULT, small, faster)) {
      byte[] name = new byte[16];
      ids.of(spec).get(name);
      assertEquals(RunId.of(spec).hex(), HexFormat.of().formatHex(name));
    }
  }

  /** The name of a run is kept in every folder: it never changes under one arithmetic version. */
  @Test
  void theNameOfTheDefaultRunIsThatOfEveryVersion() {
    assertEquals("ea014d6019b7468c0af64211e2aca6b8", RunId.of(RunSpec.DEFAULT).hex());
  }
}
