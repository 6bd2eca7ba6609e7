package org.phasegrid.driver;

import org.phasegrid.driver.command.CommandLines;

/**
 * The entrance: {@code java -jar phasegrid.jar COMMAND ...}, or behind {@code spark-submit --class
 * org.phasegrid.driver.Main}.
 */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    int exit = CommandLines.execute(arguments);
    System.out.flush();
    System.err.flush();
    // Spark leaves threads behind that are no daemons.
    System.exit(exit);
  }
}
