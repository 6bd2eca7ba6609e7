package org.phasegrid.driver.store;

/** A folder that another process is filling. */
public final class FolderInUse extends RuntimeException {
  private static final long serialVersionUID = 1;

  FolderInUse(String message) {
    super(message);
  }
}
