package org.phasegrid.sweeps.document;

import java.util.Collection;

/** The accepted word nearest to a mistyped one. */
public final class Suggestion {
  private Suggestion() {}

  /** {@code " (did you mean tanh?)"}, or nothing where no word is near. */
  public static String of(String given, Collection<String> accepted) {
    int near = Math.max(1, given.length() / 3) + 1;
    String best = "";
    for (String word : accepted) {
      int distance = distance(given, word);
      if (distance < near) {
        near = distance;
        best = word;
      }
    }
    return best.isEmpty() ? "" : " (did you mean " + best + "?)";
  }

  /** Fewest insertions, deletions, replacements and swaps of neighbors. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
