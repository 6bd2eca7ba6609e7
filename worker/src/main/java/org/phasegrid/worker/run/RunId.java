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

  public static RunId of(RunSpec spec) {
    String text = "arithmetic " + ARITHMETIC + "\n" + Canonical.text(spec);
    return new RunId(Content.sha256(text.getBytes(StandardCharsets.UTF_8)).substring(0, 32));
  }
}
