package org.phasegrid.driver.store;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;

/** Opened shards, the most recently used ones: rows in grid order come from neighboring shards. */
final class ShardCache implements AutoCloseable {
  /** A budget that leaves room for the tables being written. */
  static final long HALF_OF_THE_MEMORY = Runtime.getRuntime().maxMemory() / 2;

  private final BufferAllocator allocator;
  private final List<Shards.Complete> files;
  private final long budget;
  private final Map<Integer, Shard> open = new LinkedHashMap<>(16, 0.75f, true);
  private long held;

  ShardCache(BufferAllocator allocator, List<Shards.Complete> files, long budget) {
    this.allocator = allocator;
    this.files = files;
    this.budget = budget;
  }

  /** The shards of some entries, open at least until the next call. */
  List<Shard> open(List<Shards.Entry> entries) throws IOException {
    List<Shard> shards = new ArrayList<>(entries.size());
    Set<Integer> wanted = new HashSet<>();
    for (Shards.Entry entry : entries) {
      wanted.add(entry.shard());
      Shard shard = open.get(entry.shard());
      if (shard == null) {
        shard = Shard.open(allocator, Files.readAllBytes(files.get(entry.shard()).path()));
        open.put(entry.shard(), shard);
        held += shard.memory();
      }
      shards.add(shard);
    }
    Iterator<Map.Entry<Integer, Shard>> eldest = open.entrySet().iterator();
    while (held > budget && eldest.hasNext()) {
      Map.Entry<Integer, Shard> entry = eldest.next();
      if (!wanted.contains(entry.getKey())) {
        held -= entry.getValue().memory();
        entry.getValue().close();
        eldest.remove();
      }
    }
    return shards;
  }

  @Override
  public void close() {
    open.values().forEach(Shard::close);
    open.clear();
  }
}
