package org.phasegrid.driver.command;

/**
 * Whether this JVM lets Arrow reach its buffers: without it the first write of a table fails, after
 * all the training.
 */
final class Openings {
  static final String MEND =
      "start it as deploy/phasegrid does, with java -jar, or add --add-opens=java.base/java.nio=ALL-UNNAMED";

  private Openings() {}

  static boolean present() {
    Module base = Object.class.getModule();
    return base.isOpen("java.nio", Openings.class.getModule());
  }

  /** Refuses to begin without it. */
  static void require() {
    if (!present()) {
      throw new RequestException(
          "java.nio is closed to Arrow, so no table could be written: " + MEND);
    }
  }
}
