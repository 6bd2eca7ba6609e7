package org.phasegrid.driver.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.phasegrid.driver.store.Folder;
import org.phasegrid.driver.store.Table;
import org.phasegrid.driver.store.Tables;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.sweeps.read.Sweeps;

/** What commands read from the folder of a sweep. */
final class Folders {
  /** The tables that the same sweep always fills with the same bytes, in the order of telling. */
  static final List<String> TABLES = List.of("runs", "steps", "layers", "cells", "lines");

  private Folders() {}

  /** The sweep of a folder. */
  static Sweep sweep(Path folder) throws IOException {
    return Sweeps.read(Folder.source(folder));
  }

  /** A table that must be there. */
  static Table table(Path folder, String name) throws IOException {
    Path file = folder.resolve(name + ".arrow");
    if (!Files.isRegularFile(file)) {
      throw new RequestException(file + " does not exist; name the folder of a finished sweep");
    }
    return Tables.read(file);
  }
}
