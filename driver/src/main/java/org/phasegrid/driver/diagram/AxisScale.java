package org.phasegrid.driver.diagram;

/** How the values of an axis are spaced: evenly, evenly in their logarithm, or merely in order. */
public enum AxisScale {
  LINEAR,
  LOG2,
  LOG10,
  CATEGORY;

  /** Where {@code value} lies on a line on which this scale is even; NaN outside its domain. */
  public double position(double value) {
    return switch (this) {
      case LINEAR, CATEGORY -> value;
      case LOG2 -> value > 0 ? StrictMath.log(value) / StrictMath.log(2) : Double.NaN;
      case LOG10 -> value > 0 ? StrictMath.log10(value) : Double.NaN;
    };
  }
}
