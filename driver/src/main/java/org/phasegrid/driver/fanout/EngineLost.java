package org.phasegrid.driver.fanout;

/** An engine that gave up: what was done is kept, the same command goes on from there. */
public final class EngineLost extends RuntimeException {
  private static final long serialVersionUID = 1;

  EngineLost(String message, Throwable cause) {
    super(message, cause);
  }
}
