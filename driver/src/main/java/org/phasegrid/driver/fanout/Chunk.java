package org.phasegrid.driver.fanout;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.phasegrid.driver.store.GridRuns;
import org.phasegrid.worker.file.Content;

/**
 * Some runs that one thread does one after the other, neighbors in the grid.
 *
 * @param name a hash of the runs' names and of what is measured
 * @param indices of the grid, ascending
 * @param measures which measures of the sweep are missing, by their place in it
 */
public record Chunk(String name, List<Integer> indices, List<Integer> measures)
    implements Serializable {
  /** Digits of the name of a chunk that was not split. */
  static final int NAME = 16;

  public Chunk {
    indices = List.copyOf(indices);
    measures = List.copyOf(measures);
  }

  static Chunk of(GridRuns runs, List<Integer> indices, List<Integer> measures) {
    StringBuilder text = new StringBuilder().append(measures);
    for (int index : indices) {
      text.append(' ').append(runs.id(index).hex());
    }
    return new Chunk(
        Content.sha256(text.toString().getBytes(StandardCharsets.UTF_8)).substring(0, NAME),
        indices,
        measures);
  }

  /** A chunk for each of its runs. */
  List<Chunk> singles() {
    return indices.stream()
        .map(index -> new Chunk(name + Integer.toHexString(index), List.of(index), measures))
        .toList();
  }
}
