package org.phasegrid.worker.activation;

import org.phasegrid.worker.family.About;

/** phi(z) = z where z > 0 and slope * z elsewhere, with phi'(0) = slope (Maas et al. 2013). */
@About("z where positive, a small multiple of z elsewhere")
public record LeakyRelu(@About("phi' of negative z") double slope) implements Activation {
  public static final LeakyRelu COMMON = new LeakyRelu(0.01);

  public LeakyRelu {
    if (!Double.isFinite(slope)) {
      throw new IllegalArgumentException("slope must be finite, was " + slope);
    }
  }

  @Override
  public double value(double z) {
    return z > 0 ? z : slope * z;
  }

  @Override
  public double derivative(double z) {
    return Double.isNaN(z) ? z : z > 0 ? 1 : slope;
  }

  @Override
  public double second(double z) {
    return Double.isNaN(z) ? z : 0;
  }
}
