package org.phasegrid.sweeps.document;

/**
 * Where something was written.
 *
 * @param file the document's name, or the option of the command line
 * @param line from 1; 0 where lines mean nothing
 */
public record Place(String file, int line) {
  @Override
  public String toString() {
    return line > 0 ? file + ":" + line : file;
  }
}
