package org.phasegrid.driver.store;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.phasegrid.worker.file.Content;
import org.phasegrid.worker.run.RunId;

/**
 * The shards of a folder. A shard {@code <chunk>-<sha256>.arrow} is complete exactly when its bytes
 * match its name: what is done is a listing. Only the driver writes, to a temporary name first.
 */
public final class Shards {
  private static final Pattern NAME = Pattern.compile("([0-9a-f]+)-([0-9a-f]{64})\\.arrow");

  private final Path directory;
  private final List<Complete> complete = new ArrayList<>();
  private final List<String> damaged = new ArrayList<>();
  private final Map<RunId, List<Entry>> entries = new HashMap<>();

  /** A complete shard and the measures it holds. */
  record Complete(Path path, Set<String> measures) {}

  /** A run in a shard. */
  record Entry(int shard, int row, boolean failed) {}

  private Shards(Path directory) {
    this.directory = directory;
  }

  /** Lists the {@code store} of a folder, changing nothing; one that is not there is empty. */
  public static Shards list(Path directory) throws IOException {
    Shards shards = new Shards(directory);
    if (!Files.isDirectory(directory)) {
      return shards;
    }
    List<Path> files;
    try (Stream<Path> listing = Files.list(directory)) {
      files = listing.sorted().toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      Matcher matcher = NAME.matcher(name);
      if (!matcher.matches()) {
        continue;
      }
      byte[] bytes = Files.readAllBytes(file);
      if (Content.sha256(bytes).equals(matcher.group(2))) {
        shards.index(file, bytes);
      } else {
        shards.damaged.add(name);
      }
    }
    return shards;
  }

  private void index(Path file, byte[] bytes) throws IOException {
    try (RootAllocator allocator = new RootAllocator();
        Shard shard = Shard.openRuns(allocator, bytes)) {
      int number = complete.size();
      complete.add(new Complete(file, Set.copyOf(shard.measures())));
      for (int row = 0; row < shard.runs(); row++) {
        entries
            .computeIfAbsent(new RunId(shard.id(row)), id -> new ArrayList<>(1))
            .add(new Entry(number, row, shard.failed(row)));
      }
    }
  }

  /** Keeps a shard: it is there as a whole or not at all. */
  public void append(String chunk, byte[] bytes) throws IOException {
    Path target = directory.resolve(chunk + "-" + Content.sha256(bytes) + ".arrow");
    Path part = directory.resolve(target.getFileName() + ".part");
    // Not a channel: an interrupt would close it, and what is done is to be kept.
    try (FileOutputStream out = new FileOutputStream(part.toFile())) {
      out.write(bytes);
      out.getFD().sync();
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    index(target, bytes);
  }

  /** Shards whose bytes do not match their names: ignored, and their runs redone. */
  public List<String> damaged() {
    return Collections.unmodifiableList(damaged);
  }

  List<Complete> complete() {
    return complete;
  }

  /**
   * What of a run answers {@code measures}: nothing, one failed entry, or entries that together
   * hold them all.
   */
  List<Entry> answering(RunId id, List<String> measures) {
    List<Entry> known = entries.get(id);
    if (known == null) {
      return List.of();
    }
    Set<String> missing = new HashSet<>(measures);
    List<Entry> chosen = new ArrayList<>(1);
    for (Entry entry : known) {
      Set<String> has = complete.get(entry.shard).measures;
      if (!entry.failed && (missing.removeAll(has) || chosen.isEmpty())) {
        chosen.add(entry);
      }
    }
    if (missing.isEmpty() && !chosen.isEmpty()) {
      return chosen;
    }
    // A measure that threw alone would have thrown among others too.
    for (Entry entry : known) {
      if (entry.failed && measures.containsAll(complete.get(entry.shard).measures)) {
        return List.of(entry);
      }
    }
    return List.of();
  }

  /**
   * Whether the run is done with the measures of {@code layout} at {@code places}, be it failed.
   */
  public boolean done(RunId id, Layout layout, List<Integer> places) {
    return !answering(id, layout.measures(places)).isEmpty();
  }

  /** Whether the run is done with these measures and has failed. */
  public boolean failed(RunId id, Layout layout, List<Integer> places) {
    List<Entry> answer = answering(id, layout.measures(places));
    return answer.size() == 1 && answer.get(0).failed;
  }

  /** Which of these measures no shard has of the run, by place. */
  public List<Integer> missing(RunId id, Layout layout, List<Integer> places) {
    Set<String> held = new HashSet<>();
    for (Entry entry : entries.getOrDefault(id, List.of())) {
      if (!entry.failed) {
        held.addAll(complete.get(entry.shard).measures);
      }
    }
    List<Integer> missing = new ArrayList<>();
    for (int place : places) {
      if (!held.contains(layout.measures().get(place))) {
        missing.add(place);
      }
    }
    return missing;
  }

  /** Whether no run is there. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** All entries of a run. */
  List<Entry> entries(RunId id) {
    return entries.getOrDefault(id, List.of());
  }

  /** Names of the runs that are there, with whatever measures. */
  public Set<RunId> done() {
    return Collections.unmodifiableSet(entries.keySet());
  }
}
