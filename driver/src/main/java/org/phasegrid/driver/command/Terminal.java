package org.phasegrid.driver.command;

import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;

/** Where commands speak: results on {@code out}, all else on {@code err}. */
public record Terminal(PrintStream out, PrintStream err, boolean interactive) {
  /** The streams of this process. */
  public static Terminal ofProcess() {
    return new Terminal(System.out, System.err, interactiveProcess());
  }

  /**
   * From Java 22 on there is a console without a terminal too, and a method that tells them apart.
   */
  private static boolean interactiveProcess() {
    java.io.Console console = System.console();
    if (console == null || System.getenv("TERM") == null) {
      return false;
    }
    try {
      return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }
}
