package org.phasegrid.driver.plot;

import java.util.List;

/** A picture before it is pixels or text: marks in drawing order on white. */
record Scene(int width, int height, List<Mark> marks) {
  Scene {
    marks = List.copyOf(marks);
  }
}
