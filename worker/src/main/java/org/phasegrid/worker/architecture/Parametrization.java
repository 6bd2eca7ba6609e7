package org.phasegrid.worker.architecture;

/**
 * What scales with width, and how: multiplier m_l of W_l h, variance of the entries of W_l, and
 * factor of the learning rate (of the biases too) for a layer of fan-in n_{l-1} and fan-out n_l.
 * sigma² is {@code weight-variance}, or {@code readout-variance} for the readout.
 *
 * <table>
 * <caption>Yang and Hu 2021 (arXiv 2011.14522), table 1; Yang et al. 2022 (arXiv 2203.03466), table 3, SGD column</caption>
 * <tr><th></th><th>layer</th><th>multiplier</th><th>variance</th><th>rate factor</th></tr>
 * <tr><td>standard</td><td>all</td><td>1</td><td>sigma² / fan-in</td><td>1</td></tr>
 * <tr><td>ntk</td><td>all</td><td>1 / sqrt(fan-in)</td><td>sigma²</td><td>1</td></tr>
 * <tr><td>mean-field</td><td>first</td><td>1</td><td>sigma² / fan-in</td><td>fan-out</td></tr>
 * <tr><td></td><td>hidden</td><td>1</td><td>sigma² / fan-in</td><td>1</td></tr>
 * <tr><td></td><td>readout</td><td>1 / fan-in</td><td>sigma²</td><td>fan-in</td></tr>
 * <tr><td>mup</td><td>first</td><td>1</td><td>sigma² / fan-in</td><td>fan-out</td></tr>
 * <tr><td></td><td>hidden</td><td>1</td><td>sigma² / fan-in</td><td>1</td></tr>
 * <tr><td></td><td>readout</td><td>1</td><td>sigma² / fan-in²</td><td>1 / fan-in</td></tr>
 * </table>
 *
 * <p>Hidden biases of mean-field and mup have rate factor fan-out; a readout bias has 1. A network
 * without hidden layers is standard. Mean-field and mup are the same dynamics of f in two
 * coordinates.
 */
public enum Parametrization {
  STANDARD,
  NTK,
  MEAN_FIELD,
  MUP;

  enum Place {
    FIRST,
    HIDDEN,
    READOUT,
    ONLY
  }

  double multiplier(Place place, int fanIn) {
    return switch (this) {
      case STANDARD, MUP -> 1;
      case NTK -> 1 / Math.sqrt(fanIn);
      case MEAN_FIELD -> place == Place.READOUT ? 1.0 / fanIn : 1;
    };
  }

  /** What divides sigma² to give the variance of a weight. */
  double varianceDivisor(Place place, int fanIn) {
    return switch (this) {
      case STANDARD -> fanIn;
      case NTK -> 1;
      case MEAN_FIELD -> place == Place.READOUT ? 1 : fanIn;
      case MUP -> place == Place.READOUT ? (double) fanIn * fanIn : fanIn;
    };
  }

  double weightRate(Place place, int fanIn, int fanOut) {
    return switch (this) {
      case STANDARD, NTK -> 1;
      case MEAN_FIELD -> place == Place.FIRST ? fanOut : place == Place.READOUT ? fanIn : 1;
      case MUP -> place == Place.FIRST ? fanOut : place == Place.READOUT ? 1.0 / fanIn : 1;
    };
  }

  double biasRate(Place place, int fanOut) {
    return switch (this) {
      case STANDARD, NTK -> 1;
      case MEAN_FIELD, MUP -> place == Place.FIRST || place == Place.HIDDEN ? fanOut : 1;
    };
  }
}
