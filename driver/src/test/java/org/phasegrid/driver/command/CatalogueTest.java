package org.phasegrid.driver.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The statements of the quick catalogue sweeps hold; the long ones are checked by hand or on a
 * cluster.
 */
class CatalogueTest {
  @TempDir private Path work;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quickstart",
        "fractal-golden",
        "catapult",
        "quadratic-threshold",
        "ripple-threshold",
        "edge-of-stability",
        "gram-closure",
        "gram-golden",
        "trunc-golden",
        "trunc-depth",
        "bbp-nonlinear",
        "omd-clusters-golden",
        "traj-scalar-net"
      })
  void itsStatementsHold(String sweep) {
    Path folder = work.resolve(sweep);

    Shell.Answer check =
        Shell.run(
            "check", sweep, "-o", folder.toString(), "--engine", "local", "--master", "local[2]");

    assertEquals(0, check.exit(), check.out() + check.err());
    assertTrue(check.out().contains("pass  "), check.out());
    assertTrue(Files.exists(folder.resolve("runs.arrow")));
  }
}
