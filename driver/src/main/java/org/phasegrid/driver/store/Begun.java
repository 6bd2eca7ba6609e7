package org.phasegrid.driver.store;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.phasegrid.worker.run.RunId;

/**
 * Which runs were begun: a list in {@code store/} that is there while a folder is being filled.
 * What it names and no shard has was in flight when the driver died, and may be why.
 */
public final class Begun implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  private final Path file;
  private final Set<RunId> before;
  private final FileOutputStream out;

  private Begun(Path file, Set<RunId> before, FileOutputStream out) {
    this.file = file;
    this.before = before;
    this.out = out;
  }

  /** The list of a folder, which is gone on with. */
  static Begun open(Path store) throws IOException {
    Path file = store.resolve("begun");
    Set<RunId> before = new HashSet<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        // The last line may have been cut.
        if (ID.matcher(line).matches()) {
          before.add(new RunId(line));
        }
      }
    }
    return new Begun(file, before, new FileOutputStream(file.toFile(), true));
  }

  /** Runs begun by drivers before this one, which did not come to their end. */
  public Set<RunId> before() {
    return Collections.unmodifiableSet(before);
  }

  /** Says that runs begin; from any thread. What dies with them leaves it readable. */
  public synchronized void add(Collection<RunId> runs) {
    StringBuilder lines = new StringBuilder();
    runs.forEach(run -> lines.append(run.hex()).append('\n'));
    try {
      out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All came to their end: the list is no longer needed. */
  public synchronized void end() throws IOException {
    out.close();
    Files.deleteIfExists(file);
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }
}
