package org.phasegrid.driver.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.phasegrid.driver.store.Table;

/** A file format that a table is exported to: equal tables give equal bytes. */
public interface Format {
  /** As {@code --to} says it; also the ending of the files. */
  String name();

  /** Writes {@code table} to {@code file}; {@code metadata} where the format has a place for it. */
  void write(Path file, Table table, Map<String, String> metadata) throws IOException;
}
