package org.phasegrid.worker.indicator.traj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The estimators on series whose answers are known in closed form. */
class EstimatorsTest {
  private static double[] series(int last, java.util.function.IntToDoubleFunction d) {
    return IntStream.rangeClosed(0, last).mapToDouble(d).toArray();
  }

  @Test
  void growthUntilSaturationIsReadOffExactly() {
    double[] kinked = series(200, t -> Math.min(1e-8 * Math.exp(0.5 * t), 1));

    Growth growth = Growth.of(kinked, kinked[0]);

    assertTrue(growth.amplifying());
    // Rounding of ln d is 1e-15, over a window of 29 points.
    assertEquals(0.5, growth.exponent(), 1e-9);
    assertEquals(5, growth.from());
    assertEquals(33, growth.to());
    assertEquals(38, Clocks.separation(kinked));
  }

  @Test
  void theLogisticVersionSaturatesLater() {
    double[] logistic = series(200, t -> 1e-8 * Math.exp(0.5 * t) / (1 + 1e-8 * Math.exp(0.5 * t)));

    assertEquals(41, Clocks.separation(logistic));
  }

  @Test
  void aDistanceThatDoesNotGrowThousandfoldIsNotAmplified() {
    double[] drift = series(200, t -> 1e-8 * Math.exp(0.01 * t));

    Growth growth = Growth.of(drift, drift[0]);

    assertFalse(growth.amplifying());
    assertEquals(0.01, growth.exponent(), 1e-12);
    assertEquals(0, growth.from());
    assertEquals(200, growth.to());
  }

  @Test
  void growthWithinTwoStepsIsTakenFromItsEnds() {
    double[] jump = series(40, t -> t == 0 ? 1e-8 : 1);

    Growth growth = Growth.of(jump, 1e-8);

    assertEquals(1, growth.to());
    assertEquals(Math.log(1e8), growth.exponent(), 1e-12);
  }

  @Test
  void theBestWindowOfAnExponentialHasItsRate() {
    BestWindow window = BestWindow.of(series(200, t -> 1e-8 * Math.exp(0.2 * t)));

    assertEquals(0.2, window.slope(), 1e-9);
    assertEquals(1, window.r2(), 1e-9);
    assertTrue(window.counted());
  }

  /** Growth shorter than a window is missed: why the window is told beside it. */
  @Test
  void theBestWindowMissesFastGrowth() {
    double[] fast = series(200, t -> Math.min(1e-8 * Math.exp(0.9 * t), 1) * Math.exp(0.001 * t));

    assertEquals(0.001, BestWindow.of(fast).slope(), 1e-9);
    assertFalse(BestWindow.of(fast).counted());
    assertEquals(0.9, Growth.of(fast, fast[0]).exponent(), 2e-3);
  }

  @Test
  void shortOrUndefinedSeriesHaveNoExponent() {
    assertTrue(Double.isNaN(BestWindow.of(series(39, t -> 1 + t)).slope()));
    assertTrue(Double.isNaN(BestWindow.of(series(200, t -> 0)).slope()));
    assertTrue(Double.isNaN(Growth.of(series(200, t -> 0), 0).exponent()));
    assertTrue(Double.isNaN(Growth.of(series(9, t -> t == 3 ? Double.NaN : 1), 1).exponent()));
    assertTrue(Double.isNaN(Growth.of(new double[] {1e-8}, 1e-8).exponent()));
    assertTrue(Double.isNaN(Clocks.separation(series(9, t -> 1 + t))));
    assertTrue(Double.isNaN(Clocks.separation(series(50, t -> 1))), "never grows");
    assertTrue(Double.isNaN(Clocks.accuracy(series(18, t -> t), series(18, t -> -t))));
  }

  @Test
  void equalAccuraciesNeverDecorrelateAndIndependentOnesAtOnce() {
    double[] a = series(60, t -> ReferenceNumbers.normal(5, t));
    double[] b = series(60, t -> ReferenceNumbers.normal(6, t));
    double[] mixed = series(60, t -> t < 25 ? a[t] : b[t]);

    assertTrue(Double.isNaN(Clocks.accuracy(a, a)));
    assertTrue(Double.isNaN(Clocks.accuracy(a, series(60, t -> 0.5))), "a constant says nothing");
    double apart = Clocks.accuracy(a, mixed);
    assertTrue(apart > 15 && apart < 40, "centre of the first mixed window: " + apart);
  }

  @Test
  void spacingsAreTheDistancesOfNeighborsOverTheirMean() {
    Spacings spacings = Spacings.of(new double[] {0, 1, 1.5, 4});

    assertEquals(4.0 / 3, spacings.mean(), 1e-9);
    double[] expected = {1.875, 0.375, 0.75};
    for (int i = 0; i < 3; i++) {
      assertEquals(expected[i], spacings.scaled()[i], 1e-9);
    }
    assertEquals(0, Spacings.of(new double[] {2, 2, 2}).scaled().length);
    assertEquals(1, Spacings.ties(Spacings.of(new double[] {2, 2, 3}).scaled()));
  }

  @Test
  void theSkewLognormalDensityIntegratesToOneWithItsMean() {
    SkewLognormal law = new SkewLognormal(0.3, 1.2, -3);

    double integral = 0;
    double mean = 0;
    double step = 60.0 / 200_000;
    for (int i = 0; i <= 200_000; i++) {
      double x = -30 + i * step;
      double p = Math.exp(law.logDensity(x)) * step;
      integral += p;
      mean += x * p;
    }

    assertEquals(1, integral, 1e-6);
    assertEquals(-0.608328, mean, 1e-6);
    assertEquals(-0.608328, law.mean(), 1e-6);
  }

  /** ln Phi by 40-digit arithmetic. */
  @Test
  void theNormalTailKeepsItsDigits() {
    double[][] known = {
      {-40, -804.6084420137538},
      {-10, -53.23128515051247},
      {-5, -15.064998393988725},
      {-2.5, -5.08164827727869},
      {-2, -3.783184333682032},
      {-1, -1.8410216450092636},
      {0, -0.6931471805599453},
      {1, -0.17275377902344988},
      {3, -0.0013508099647481938},
      {9, -1.1285884059538405e-19}
    };
    for (double[] each : known) {
      assertEquals(each[1], SkewLognormal.logNormalCdf(each[0]), 1e-13 * Math.abs(each[1]));
    }
  }

  @Test
  void aSkewLognormalSampleGivesItsParametersBack() {
    double delta = -3 / Math.sqrt(10);
    double[] x =
        IntStream.range(0, 4000)
            .mapToDouble(
                i ->
                    0.5
                        + 1.5
                            * (delta * Math.abs(ReferenceNumbers.normal(55, i))
                                + Math.sqrt(1 - delta * delta)
                                    * ReferenceNumbers.normal(55, 4000 + i)))
            .sorted()
            .toArray();

    SkewLognormal law = SkewLognormal.fit(x);

    // The reference finds (0.519, 1.521, -3.06) by another minimizer.
    assertEquals(0.519, law.xi(), 0.02);
    assertEquals(1.521, law.omega(), 0.02);
    assertEquals(-3.06, law.alpha(), 0.1);
    assertTrue(law.distance(x) < KolmogorovSmirnov.critical(4000));
    assertFalse(law.atBound());
  }

  @Test
  void moreSkewThanTheLawCanBeStopsAtTheBound() {
    double[] x = IntStream.range(0, 400).mapToDouble(i -> Math.exp(3 * (i + 0.5) / 400)).toArray();
    double[] steep = Arrays.stream(x).map(v -> -v * v).sorted().toArray();

    SkewLognormal law = SkewLognormal.fit(steep);

    assertTrue(law.atBound(), law.toString());
    assertTrue(Double.isFinite(law.distance(steep)));
  }

  /** Log-moments of exponential spacings: -Euler's constant, pi / sqrt 6, -1.1395. */
  @Test
  void poissonSpacingsHaveTheirLogMoments() {
    double[] x =
        IntStream.range(0, 20_000)
            .mapToDouble(i -> Math.log(-Math.log1p(-ReferenceNumbers.uniform(56, i))))
            .toArray();

    Moments moments = Moments.of(x);

    // Three standard errors of 20,000: 0.027, 0.02, 0.1.
    assertEquals(-0.5772157, moments.mean(), 0.027);
    assertEquals(Math.PI / Math.sqrt(6), moments.deviation(), 0.02);
    assertEquals(-1.139547, moments.skewness(), 0.1);
  }

  /** The null that a fit must be compared with: independent Gaussian states, M = 25. */
  @Test
  void independentStatesLookLikeASkewLognormal() {
    double[] x = PooledSpacings.independent(25);

    Moments moments = Moments.of(x);
    // The fit of every tenth, in order of size: the same law.
    SkewLognormal law =
        SkewLognormal.fit(IntStream.range(0, 5000).mapToDouble(i -> x[10 * i + 5]).toArray());

    assertEquals(50_000, x.length);
    assertEquals(-0.640, moments.mean(), 0.02);
    assertEquals(1.319, moments.deviation(), 0.02);
    assertEquals(-0.989, moments.skewness(), 0.05);
    assertEquals(0.87, law.xi(), 0.05);
    assertEquals(2.00, law.omega(), 0.05);
    assertEquals(-3.1, law.alpha(), 0.3);
  }

  @Test
  void distancesOfDistributions() {
    double[] a = {1, 2, 3, 4};
    assertEquals(0, KolmogorovSmirnov.two(a, a));
    assertEquals(1, KolmogorovSmirnov.two(a, new double[] {5, 6}));
    assertEquals(0.5, KolmogorovSmirnov.two(a, new double[] {3, 3, 4, 4}));
    assertEquals(0.25, KolmogorovSmirnov.one(new double[] {0.25, 0.5, 0.75, 1}, x -> x), 1e-15);
    assertEquals(0.136, KolmogorovSmirnov.critical(100), 5e-4);
    assertEquals(0.384, KolmogorovSmirnov.critical(25, 25), 5e-4);
  }
}
