package org.phasegrid.driver.command;

/** Exit codes that scripts rely on. */
final class Exit {
  /** Complete. */
  static final int COMPLETE = 0;

  /** Complete, with failed or quarantined runs; a check that does not hold. */
  static final int WITH_FAILURES = 1;

  /** The request is wrong: usage, document, paths. */
  static final int WRONG_REQUEST = 2;

  /** The folder belongs to another sweep or a newer version. */
  static final int FOREIGN_FOLDER = 3;

  /** Interrupted or lost; the same command continues. */
  static final int INTERRUPTED = 4;

  private Exit() {}
}
