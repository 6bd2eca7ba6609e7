package org.phasegrid.sweeps.read;

import java.nio.file.Path;
import java.util.List;

/** Where sweeps come from: a file, the catalogue, or the source that another machine sent. */
public final class Sweeps {
  private Sweeps() {}

  /**
   * What the command line changes in a document: {@code --set PATH=VALUE}, {@code --axis
   * PATH=VALUES}, {@code --measure NAMES}.
   */
  public record Changes(List<String> set, List<String> axis, List<String> measure) {
    public static final Changes NONE = new Changes(List.of(), List.of(), List.of());
  }

  /** The sweep of a catalogue name or of a YAML file; {@link Problems} lists all that is wrong. */
  public static Sweep find(String nameOrPath, Changes changes) {
    throw new UnsupportedOperationException("sweeps are read elsewhere");
  }

  /** The sweep of a document file. */
  public static Sweep file(Path path, Changes changes) {
    throw new UnsupportedOperationException("sweeps are read elsewhere");
  }

  /** The sweep that a source says; on executors, and for folders. */
  public static Sweep read(SweepSource source) {
    throw new UnsupportedOperationException("sweeps are read elsewhere");
  }

  /** Names of the catalogue with one line each, in the order of its index. */
  public static List<String[]> catalogue() {
    throw new UnsupportedOperationException("sweeps are read elsewhere");
  }
}
