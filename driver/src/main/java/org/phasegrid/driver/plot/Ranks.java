package org.phasegrid.driver.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The look of the fractal boundary of trainability (Sohl-Dickstein 2024, arXiv 2402.06184):
 * negative values are spread by rank over [-1, -1/4], the others over [1/4, 1], and the sign is
 * turned.
 *
 * <p>Equal values share the mean of their ranks. A shade s in [-1, 1] is the color at (s + 1)/2.
 */
final class Ranks {
  static final double BUFFER = 0.25;

  private final double[] ascending;
  private final int negatives;

  Ranks(double[] values) {
    ascending = values.clone();
    Arrays.sort(ascending);
    int count = 0;
    while (count < ascending.length && ascending[count] < 0) {
      count++;
    }
    negatives = count;
  }

  /** The shade of one of the values. */
  double shade(double value) {
    int from = first(value);
    int to = first(Math.nextUp(value));
    double rank = (from + to - 1) / 2.0;
    int others = ascending.length - negatives;
    return value < 0
        ? 1 - (negatives < 2 ? 0 : rank / (negatives - 1)) * (1 - BUFFER)
        : -BUFFER - (others < 2 ? 0 : (rank - negatives) / (others - 1)) * (1 - BUFFER);
  }

  /** Index of the first value that is not below {@code value}; -0.0 counts as 0. */
  private int first(double value) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) / 2;
      if (ascending[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The bar's colors: negative values below, the others above, the unused middle left out. */
  int[] colors() {
    int half = ColorMap.SIZE / 2;
    int below = negatives == 0 ? 0 : half;
    int above = negatives == ascending.length ? 0 : half;
    int[] colors = new int[below + above];
    for (int i = 0; i < below; i++) {
      colors[i] = color(1 - (1 - BUFFER) * i / (half - 1));
    }
    for (int i = 0; i < above; i++) {
      colors[below + i] = color(-BUFFER - (1 - BUFFER) * i / (half - 1));
    }
    return colors;
  }

  static int color(double shade) {
    return ColorMap.SPECTRAL.at((shade + 1) / 2);
  }

  /** The bar's ticks: values at ranks, which are not to scale. */
  Ruler ruler() {
    return new Quantiles(ascending, negatives);
  }

  /** Ticks at the extremes, the middle of each sign, and the change of sign. */
  record Quantiles(double[] ascending, int negatives) implements Ruler {
    @Override
    public double at(double value) {
      return Double.NaN;
    }

    @Override
    public List<List<Tick>> choices() {
      int n = ascending.length;
      double split = negatives == 0 ? 0 : negatives == n ? 1 : 0.5;
      List<Tick> ticks = new ArrayList<>();
      if (negatives > 0) {
        ticks.add(tick(0, ascending[0]));
        ticks.add(tick(split / 2, ascending[negatives / 2]));
      }
      if (negatives > 0 && negatives < n) {
        ticks.add(new Tick(0.5, "0", Tick.Rank.MAJOR));
      } else {
        int end = negatives == n ? n - 1 : 0;
        ticks.add(tick(split, ascending[end]));
      }
      if (negatives < n) {
        ticks.add(tick((1 + split) / 2, ascending[(negatives + n) / 2]));
        ticks.add(tick(1, ascending[n - 1]));
      }
      return List.of(ticks);
    }

    private static Tick tick(double at, double value) {
      return new Tick(at, Numbers.text(value, 2), Tick.Rank.MAJOR);
    }
  }
}
