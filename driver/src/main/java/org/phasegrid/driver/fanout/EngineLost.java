package org.phasegrid.driver.fanout;

/** An engine that gave up: what was done is kept, the same command goes on from there. */
public final class EngineLost extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int CHARACTERS = 300;

  EngineLost(String message, Throwable cause) {
    super(message, cause);
  }

  EngineLost(String message) {
    super(message);
  }

  /** A message's first line; Spark's go on with stacks. */
  static String firstLine(String message) {
    String line = message.strip().lines().findFirst().orElse("no reason given");
    return line.length() <= CHARACTERS ? line : line.substring(0, CHARACTERS) + " ...";
  }
}
