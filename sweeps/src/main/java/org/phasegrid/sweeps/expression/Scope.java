package org.phasegrid.sweeps.expression;

/** What the names of an expression mean at one point or in one row. */
@FunctionalInterface
public interface Scope {
  /** The value of a name; an {@link IllegalArgumentException} says which names there are. */
  Value value(String name);
}
