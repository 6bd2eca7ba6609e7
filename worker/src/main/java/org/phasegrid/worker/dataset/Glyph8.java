package org.phasegrid.worker.dataset;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Called;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Draws;
import org.phasegrid.worker.random.Key;

/**
 * Digits on 8 x 8 pixels: glyphs of 5 x 7 dots placed in the middle with a random shift below a
 * pixel (bilinear), a random contrast in [0.6, 1], Gaussian pixel noise, clipped to [0, 1]; digits
 * dealt in turn, one-hot targets. Then all inputs are scaled so that the mean of |x|^2 over the
 * training set is {@code gain} (MNIST's pixels in [0, 1] have 88). For the role of MNIST where no
 * file is at hand.
 */
@Called("glyph-8")
@About(
    value = "ten digits drawn on 8 x 8 pixels with shift, contrast and noise; one-hot targets",
    paper = "arXiv:2606.30384")
public record Glyph8(
    @About("number of examples") int examples,
    @About("standard deviation of the pixel noise") double noise,
    @About("largest shift in pixels") double shift,
    @About("mean of |x|^2 over the training set") double gain)
    implements Dataset {
  public static final Glyph8 DIGITS = new Glyph8(300, 0.1, 0.75, 20);

  private static final int SIDE = 8;
  private static final int DIGITS_COUNT = 10;
  private static final int ROWS = 7;
  private static final int COLUMNS = 5;

  /** Rows of five dots each, the highest bit on the left. */
  private static final int[][] FONT = {
    {14, 17, 19, 21, 25, 17, 14},
    {4, 12, 4, 4, 4, 4, 14},
    {14, 17, 1, 2, 4, 8, 31},
    {31, 2, 4, 2, 1, 17, 14},
    {2, 6, 10, 18, 31, 2, 2},
    {31, 16, 30, 1, 1, 17, 14},
    {6, 8, 16, 30, 17, 17, 14},
    {31, 1, 2, 4, 8, 8, 8},
    {14, 17, 17, 14, 17, 17, 14},
    {14, 17, 17, 15, 1, 2, 12}
  };

  public Glyph8 {
    Counts.positive("examples", examples);
    if (!(noise >= 0 && noise < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("noise must be finite and not negative, was " + noise);
    }
    if (!(shift >= 0 && shift < SIDE)) {
      throw new IllegalArgumentException("shift must lie in [0, 8), was " + shift);
    }
    if (!(gain > 0 && gain < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("gain must be finite and above 0, was " + gain);
    }
  }

  @Override
  public int inputs() {
    return SIDE * SIDE;
  }

  @Override
  public int outputs() {
    return DIGITS_COUNT;
  }

  @Override
  public Examples draw(Draws draws) {
    Examples drawn = images(draws.key("data"), examples);
    scale(drawn.x(), factor(drawn.x()));
    return drawn;
  }

  @Override
  public Examples beside(Draws draws, String name, int count) {
    Examples drawn = images(draws.key(name), count);
    scale(drawn.x(), factor(images(draws.key("data"), examples).x()));
    return drawn;
  }

  private double factor(Tensor x) {
    double square = 0;
    for (int i = 0; i < x.size(); i++) {
      square = Math.fma(x.get(i), x.get(i), square);
    }
    return Math.sqrt(gain / (square / x.columns()));
  }

  private static void scale(Tensor x, double factor) {
    for (int i = 0; i < x.size(); i++) {
      x.set(i, x.get(i) * factor);
    }
  }

  private Examples images(Key key, int count) {
    Key places = key.child("place");
    Key pixels = key.child("noise");
    Tensor x = Tensor.zeros(Precision.FLOAT64, inputs(), count);
    Tensor y = Tensor.zeros(Precision.FLOAT64, DIGITS_COUNT, count);
    for (int b = 0; b < count; b++) {
      int digit = b % DIGITS_COUNT;
      y.set(digit, b, 1);
      double down = (SIDE - ROWS) / 2.0 + (2 * places.uniform(3L * b) - 1) * shift;
      double right = (SIDE - COLUMNS) / 2.0 + (2 * places.uniform(3L * b + 1) - 1) * shift;
      double contrast = 0.6 + 0.4 * places.uniform(3L * b + 2);
      for (int i = 0; i < inputs(); i++) {
        double value =
            contrast * ink(FONT[digit], i / SIDE - down, i % SIDE - right)
                + noise * pixels.normal((long) b * inputs() + i);
        x.set(i, b, Math.max(0, Math.min(1, value)));
      }
    }
    return new Examples(x, y);
  }

  /** How black a glyph is at a row and column between its dots. */
  private static double ink(int[] glyph, double row, double column) {
    int above = (int) Math.floor(row);
    int left = (int) Math.floor(column);
    double ink = 0;
    for (int r = above; r <= above + 1; r++) {
      for (int c = left; c <= left + 1; c++) {
        if (r >= 0 && r < ROWS && c >= 0 && c < COLUMNS) {
          int dot = glyph[r] >> (COLUMNS - 1 - c) & 1;
          ink += dot * (1 - Math.abs(row - r)) * (1 - Math.abs(column - c));
        }
      }
    }
    return ink;
  }
}
