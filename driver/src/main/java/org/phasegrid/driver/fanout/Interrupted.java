package org.phasegrid.driver.fanout;

/** A campaign that was stopped before its end: what was done is kept, the same command goes on. */
public final class Interrupted extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final long done;
  private final long total;

  Interrupted(long done, long total) {
    super("stopped after " + done + " of " + total + " runs; the same command goes on from there");
    this.done = done;
    this.total = total;
  }

  /** Runs done and kept now. */
  public long done() {
    return done;
  }

  /** Runs that were to be done. */
  public long total() {
    return total;
  }
}
