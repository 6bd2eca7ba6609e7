package org.phasegrid.driver.plot;

import java.util.List;

/**
 * A picture before it is pixels or text: marks in drawing order on white.
 *
 * @param top of the uppermost panel
 */
record Scene(int width, int height, double top, List<Mark> marks) {
  Scene {
    marks = List.copyOf(marks);
  }
}
