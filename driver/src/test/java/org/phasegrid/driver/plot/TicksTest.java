package org.phasegrid.driver.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.phasegrid.driver.diagram.AxisScale;
import org.phasegrid.driver.diagram.GridAxis;

class TicksTest {
  /** Positions are shares of an axis; what is left is the rounding of a logarithm. */
  private static final double ROUNDING = 1e-12;

  private static List<String> labels(List<Ticks.Labelled> ticks) {
    return ticks.stream().map(Ticks.Labelled::label).filter(l -> !l.isEmpty()).toList();
  }

  private static List<Tick> labelled(List<Tick> ticks) {
    return ticks.stream().filter(t -> !t.label().isEmpty()).toList();
  }

  @Test
  void decadesHaveMinorTicksAtTwoToNine() {
    List<Ticks.Labelled> ticks = Ticks.choices(AxisScale.LOG10, 1e-3, 1e1).get(0);

    assertEquals(List.of("10⁻³", "10⁻²", "10⁻¹", "10⁰", "10¹"), labels(ticks));
    assertEquals(4 * 9 + 1, ticks.size());
    assertEquals(2e-3, ticks.get(1).value());
    assertEquals(9e-3, ticks.get(8).value());
    assertEquals(1e-2, ticks.get(9).value());
  }

  @Test
  void belowTwoDecadesOneTwoAndFiveAreLabelled() {
    assertEquals(
        List.of("0.02", "0.05", "0.1", "0.2", "0.5"),
        labels(Ticks.choices(AxisScale.LOG10, 0.02, 0.6).get(0)));
  }

  @Test
  void longAxesLabelEverySecondOrThirdPowerAndSoOn() {
    List<String> coarse =
        Ticks.choices(AxisScale.LOG10, 1e-8, 1e8).stream()
            .map(TicksTest::labels)
            .filter(l -> l.size() <= 5)
            .findFirst()
            .orElseThrow();

    assertEquals(List.of("10⁻⁶", "10⁻³", "10⁰", "10³", "10⁶"), coarse);
  }

  @Test
  void octavesArePlainWhileTheyAreSmallWholeNumbers() {
    assertEquals(List.of("16", "32", "64"), labels(Ticks.choices(AxisScale.LOG2, 16, 64).get(0)));
    assertEquals(
        List.of("2⁻¹", "2⁰", "2¹", "2²"), labels(Ticks.choices(AxisScale.LOG2, 0.5, 4).get(0)));
  }

  @Test
  void linearTicksAreRoundAndTellNeighboursApart() {
    assertEquals(
        List.of("0", "0.2", "0.4", "0.6", "0.8", "1"),
        labels(Ticks.choices(AxisScale.LINEAR, 0, 1).get(0)));
    List<String> offset = labels(Ticks.choices(AxisScale.LINEAR, 1000.1, 1000.5).get(0));
    assertEquals(offset.size(), offset.stream().distinct().count());
    assertTrue(labels(Ticks.choices(AxisScale.LINEAR, -1, 1).get(0)).contains("−0.5"));
  }

  @Test
  void aTickStandsInTheMiddleOfTheCellOfItsValue() {
    List<Object> rates = new ArrayList<>();
    for (int i = 0; i <= 40; i++) {
      rates.add(StrictMath.pow(10, -2 + i / 10.0));
    }
    Ruler ruler = Ruler.ofCells(new GridAxis("rate", "rate", "", AxisScale.LOG10, rates));

    List<Tick> ticks = labelled(ruler.ticks(1000, label -> 80, 10));

    assertEquals(5, ticks.size());
    for (int i = 0; i < 5; i++) {
      assertEquals((10 * i + 0.5) / 41, ticks.get(i).at(), ROUNDING);
    }
    // Two times a power of ten lies log10(2) decades, of ten cells each, further.
    assertEquals((10 * StrictMath.log10(2) + 0.5) / 41, ruler.at(0.02), ROUNDING);
  }

  @Test
  void fewShortValuesAreLabelledWithThemselves() {
    Ruler ruler =
        Ruler.ofCells(
            new GridAxis("width", "width", "", AxisScale.LINEAR, List.of(64L, 100L, 512L)));

    List<Tick> ticks = ruler.ticks(1000, label -> 80, 10);

    assertEquals(List.of("64", "100", "512"), ticks.stream().map(Tick::label).toList());
    assertEquals(0.5, ticks.get(1).at());
    assertEquals(0.5, ruler.at(100), ROUNDING);
  }

  @Test
  void aDescendingAxisIsMarkedInItsOwnOrder() {
    Ruler ruler =
        Ruler.ofCells(
            new GridAxis("depth", "depth", "", AxisScale.LINEAR, List.of(4L, 3L, 2L, 1L)));

    assertEquals(0.125, ruler.at(4), ROUNDING);
    assertEquals(0.875, ruler.at(1), ROUNDING);
  }

  @Test
  void labelsNeverTouchOnAnyAxis() {
    for (int n = 1; n <= 200; n += 7) {
      for (AxisScale scale : AxisScale.values()) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < n; i++) {
          values.add(
              scale == AxisScale.CATEGORY ? (Object) ("name " + i) : (Object) (0.013 * (i + 1)));
        }
        Ruler ruler = Ruler.ofCells(new GridAxis("a", "a", "", scale, values));

        List<Tick> ticks = labelled(ruler.ticks(600, l -> 20.0 * l.length(), 8));

        assertTrue(!ticks.isEmpty(), scale + " with " + n + " values has no label");
        for (int i = 1; i < ticks.size(); i++) {
          double room = 600 * (ticks.get(i).at() - ticks.get(i - 1).at());
          double need = 10.0 * (ticks.get(i).label().length() + ticks.get(i - 1).label().length());
          assertTrue(room >= need, scale + " with " + n + " values: labels touch");
        }
      }
    }
  }

  @Test
  void numbersAreTextWithoutALocale() {
    assertEquals("0.001", Numbers.text(0.001, 3));
    assertEquals("2×10⁻⁵", Numbers.text(2e-5, 3));
    assertEquals("10⁵", Numbers.text(1e5, 3));
    assertEquals("−1.25", Numbers.text(-1.25, 3));
    assertEquals("0", Numbers.text(-0.0, 3));
    assertEquals("∞", Numbers.text(Double.POSITIVE_INFINITY, 3));
  }
}
