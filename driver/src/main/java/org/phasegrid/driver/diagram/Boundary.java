package org.phasegrid.driver.diagram;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Lines along the edges of cells where the phase changes.
 *
 * <p>Corner (i, j) is the lower left corner of cell (i, j), so i runs from 0 to the number of
 * columns and j to the number of rows.
 */
public record Boundary(List<List<Corner>> lines) {
  /** A point where cells meet. */
  public record Corner(int i, int j) {}

  /** Number of cell edges on all lines. */
  public int length() {
    int length = 0;
    for (List<Corner> line : lines) {
      for (int k = 1; k < line.size(); k++) {
        Corner a = line.get(k - 1);
        Corner b = line.get(k);
        length += Math.abs(a.i() - b.i()) + Math.abs(a.j() - b.j());
      }
    }
    return length;
  }

  /** The phase of a cell; cells without one have no boundary. */
  interface Phases {
    int NONE = -1;

    int at(int i, int j);
  }

  private static final int[] DI = {1, 0, -1, 0};
  private static final int[] DJ = {0, 1, 0, -1};

  public Boundary {
    lines = lines.stream().map(List::copyOf).toList();
  }

  /** The boundary of a grid of phases: each edge on exactly one line, lines as long as they go. */
  static Boundary of(int columns, int rows, Phases phases) {
    // Bit d of a corner: an edge leaves it in direction d (east, north, west, south).
    byte[] edges = new byte[(columns + 1) * (rows + 1)];
    int width = columns + 1;
    for (int j = 0; j < rows; j++) {
      for (int i = 0; i < columns; i++) {
        int here = phases.at(i, j);
        if (i > 0 && differ(here, phases.at(i - 1, j))) {
          edges[j * width + i] |= 2;
          edges[(j + 1) * width + i] |= 8;
        }
        if (j > 0 && differ(here, phases.at(i, j - 1))) {
          edges[j * width + i] |= 1;
          edges[j * width + i + 1] |= 4;
        }
      }
    }
    List<List<Corner>> lines = new ArrayList<>();
    // Ends first, so that no line is started in its middle; what is left then are loops.
    for (int corner = 0; corner < edges.length; corner++) {
      while (Integer.bitCount(edges[corner]) % 2 == 1) {
        lines.add(walk(edges, width, corner));
      }
    }
    for (int corner = 0; corner < edges.length; corner++) {
      while (edges[corner] != 0) {
        lines.add(walk(edges, width, corner));
      }
    }
    return new Boundary(lines);
  }

  private static boolean differ(int a, int b) {
    return a != Phases.NONE && b != Phases.NONE && a != b;
  }

  private static List<Corner> walk(byte[] edges, int width, int start) {
    List<Corner> line = new ArrayList<>();
    int at = start;
    int last = -1;
    while (edges[at] != 0) {
      int direction = last;
      if (last < 0 || (edges[at] & (1 << last)) == 0) {
        direction = Integer.numberOfTrailingZeros(edges[at]);
      }
      if (direction != last) {
        line.add(new Corner(at % width, at / width));
      }
      int next = at + DI[direction] + width * DJ[direction];
      edges[at] &= (byte) ~(1 << direction);
      edges[next] &= (byte) ~(1 << ((direction + 2) % 4));
      at = next;
      last = direction;
    }
    line.add(new Corner(at % width, at / width));
    return Collections.unmodifiableList(line);
  }
}
