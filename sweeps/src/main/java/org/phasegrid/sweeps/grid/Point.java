package org.phasegrid.sweeps.grid;

import java.util.List;
import org.phasegrid.worker.run.RunSpec;

/**
 * One point of a grid.
 *
 * @param index its place in grid order: dimensions as declared, the last fastest
 * @param cell its index over all dimensions but the replicas
 * @param values one per {@link Grid#axes()}
 * @param spec what is trained there
 */
public record Point(long index, long cell, List<Object> values, RunSpec spec) {
  public Point {
    values = List.copyOf(values);
  }
}
