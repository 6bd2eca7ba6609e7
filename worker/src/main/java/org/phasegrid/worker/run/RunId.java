package org.phasegrid.worker.run;

import java.nio.charset.StandardCharsets;
import org.phasegrid.worker.file.Content;

/**
 * The name of a run: a hash of the arithmetic version and the canonical text of its spec.
 *
 * @param hex 32 hexadecimal digits
 */
public record RunId(String hex) {
  /** Raised whenever the bits of any run change. */
  public static final int ARITHMETIC = 1;

  /** What stands before the text of a spec. */
  static final String HEAD = "arithmetic " + ARITHMETIC + "\n";

  /** Bytes of the hash that are the name. */
  static final int BYTES = 16;

  public static RunId of(RunSpec spec) {
    String text = HEAD + Canonical.text(spec);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new RunId(Content.sha256(bytes).substring(0, 2 * BYTES));
  }
}
