package org.phasegrid.driver.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ipc.ArrowStreamReader;

/** How the runs of a folder's shards ended, and when the shards came; it writes nothing. */
public final class ShardOutcomes {
  private static final Pattern NAME = Pattern.compile("[0-9a-f]+-[0-9a-f]{64}\\.arrow");
  private static final String FAILED = "failed";

  /** A shard: when it came, and its runs. */
  public record Arrival(FileTime time, int runs) {}

  private final Map<String, String> outcomes = new HashMap<>();
  private final List<Arrival> arrivals = new ArrayList<>();

  private ShardOutcomes() {}

  /** Reads the complete shards of {@code store}; those named in {@code damaged} are left out. */
  public static ShardOutcomes of(Path store, Collection<String> damaged) throws IOException {
    ShardOutcomes all = new ShardOutcomes();
    if (!Files.isDirectory(store)) {
      return all;
    }
    List<Path> files;
    try (Stream<Path> listing = Files.list(store)) {
      files = listing.sorted().toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (NAME.matcher(name).matches() && !damaged.contains(name)) {
        try {
          all.read(file);
        } catch (NoSuchFileException e) {
          // Begun anew by its driver meanwhile.
          continue;
        }
      }
    }
    return all;
  }

  /** A shard begins with the Arrow stream of its runs. */
  private void read(Path file) throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    try (RootAllocator allocator = new RootAllocator();
        ArrowStreamReader reader =
            new ArrowStreamReader(
                new ByteArrayInputStream(Files.readAllBytes(file)),
                allocator,
                CommonsCompressionFactory.INSTANCE)) {
      reader.loadNextBatch();
      VarCharVector ids = (VarCharVector) reader.getVectorSchemaRoot().getVector("run_id");
      VarCharVector ends = (VarCharVector) reader.getVectorSchemaRoot().getVector("outcome");
      for (int row = 0; row < ids.getValueCount(); row++) {
        outcomes.merge(
            text(ids, row), text(ends, row), (one, other) -> one.equals(FAILED) ? other : one);
      }
      arrivals.add(new Arrival(time, ids.getValueCount()));
    }
  }

  private static String text(VarCharVector vector, int row) {
    return new String(vector.get(row), StandardCharsets.UTF_8);
  }

  /** The outcome of a run, {@code none} where no shard has it; a success outweighs a failure. */
  public String of(String runId) {
    return outcomes.getOrDefault(runId, "none");
  }

  /** The shards in the order of their names. */
  public List<Arrival> arrivals() {
    return arrivals;
  }
}
