package org.phasegrid.sweeps.check;

import java.util.Optional;

/**
 * One entry of {@code check:}.
 *
 * @param name what is claimed, in words
 * @param over which table's rows: runs, steps, layers, cells or lines
 * @param where which of its rows; empty: all
 * @param that an expression over the chosen rows that must be true
 * @param reference numbers to compare with, joined to the rows
 */
public record Check(
    String name, String over, Optional<String> where, String that, Optional<Reference> reference) {
  /**
   * A csv file with one header line whose columns join the rows by equal values of {@code on}; a
   * row without a partner is a problem.
   *
   * @param file the name the document uses
   * @param on columns that both have
   */
  public record Reference(String file, java.util.List<String> on) {
    public Reference {
      on = java.util.List.copyOf(on);
    }
  }
}
