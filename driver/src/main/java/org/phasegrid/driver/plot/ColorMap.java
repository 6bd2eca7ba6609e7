package org.phasegrid.driver.plot;

/** A line of 256 colors between anchors at equal steps, each channel linear. */
enum ColorMap {
  /** Perceptually uniform (S. van der Walt and N. Smith 2015). */
  VIRIDIS(
      0x440154, 0x48186a, 0x472d7b, 0x424086, 0x3b528b, 0x33638d, 0x2c728e, 0x26828e, 0x21918c,
      0x1f9f88, 0x27ad81, 0x3dbc74, 0x5cc863, 0x81d34d, 0xaadc32, 0xd5e21a, 0xfde725),
  /** Uniform for the color-blind too (Nuñez, Anderton and Renslow 2018). */
  CIVIDIS(
      0x00224e, 0x002e6a, 0x1a386f, 0x32436d, 0x434e6c, 0x535a6d, 0x61656f, 0x6f7073, 0x7d7c78,
      0x8b8778, 0x9a9376, 0xaaa073, 0xbbad6d, 0xccba64, 0xddc858, 0xefd748, 0xfee838),
  /** ColorBrewer's Spectral, 11 classes: the look of the fractal boundary papers. */
  SPECTRAL(
      0x9e0142, 0xd53e4f, 0xf46d43, 0xfdae61, 0xfee08b, 0xffffbf, 0xe6f598, 0xabdda4, 0x66c2a5,
      0x3288bd, 0x5e4fa2);

  static final int SIZE = 256;

  private final int[] colors = new int[SIZE];

  ColorMap(int... anchors) {
    for (int i = 0; i < SIZE; i++) {
      double at = (double) i * (anchors.length - 1) / (SIZE - 1);
      int below = Math.min((int) at, anchors.length - 2);
      for (int shift = 0; shift <= 16; shift += 8) {
        int a = anchors[below] >> shift & 0xff;
        int b = anchors[below + 1] >> shift & 0xff;
        colors[i] |= (int) Math.rint(a + (at - below) * (b - a)) << shift;
      }
    }
  }

  /** The color at {@code share} of the line, its ends beyond 0 and 1. */
  int at(double share) {
    return colors[index(share)];
  }

  static int index(double share) {
    return Math.max(0, Math.min(SIZE - 1, (int) (share * SIZE)));
  }

  int color(int index) {
    return colors[index];
  }
}
