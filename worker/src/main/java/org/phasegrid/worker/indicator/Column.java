package org.phasegrid.worker.indicator;

/**
 * A column that an indicator fills.
 *
 * @param name snake_case, with the family's prefix
 * @param scope of which table
 * @param type of its cells
 * @param unit e.g. {@code 1/rate}; empty when dimensionless
 * @param meaning one line
 */
public record Column(String name, Scope scope, Type type, String unit, String meaning) {
  /** One value per run, per look, or per look and layer. */
  public enum Scope {
    RUN,
    STEP,
    LAYER
  }

  /** What the cells are. */
  public enum Type {
    NUMBER,
    INTEGER,
    BOOLEAN,
    LABEL,
    VECTOR
  }

  /** A column of numbers. */
  public Column(String name, Scope scope, String unit, String meaning) {
    this(name, scope, Type.NUMBER, unit, meaning);
  }
}
