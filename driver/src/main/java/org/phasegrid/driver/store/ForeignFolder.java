package org.phasegrid.driver.store;

/** A folder that belongs to another sweep, or to a newer version: nothing of it is touched. */
public final class ForeignFolder extends RuntimeException {
  private static final long serialVersionUID = 1;

  ForeignFolder(String message) {
    super(message);
  }
}
