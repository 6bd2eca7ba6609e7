package org.phasegrid.sweeps.read;

import java.util.List;

/**
 * A document that cannot be read: all that is wrong with it, each as {@code file:line: path what
 * was given, what is accepted}.
 */
public final class Problems extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final List<String> problems;

  public Problems(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
