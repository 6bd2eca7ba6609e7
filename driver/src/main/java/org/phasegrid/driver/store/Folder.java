package org.phasegrid.driver.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.sweeps.read.SweepSource;
import org.phasegrid.worker.file.Content;

/**
 * The folder of a sweep: its document, its tables, and in {@code store/} the shards, the files that
 * the document names, and who is at work. One process fills it at a time; anyone may read.
 */
public final class Folder implements AutoCloseable {
  /** Raised when folders are laid out differently. */
  static final int FORMAT = 1;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path path;
  private final Sweep sweep;
  private final FileChannel lock;
  private final Shards shards;

  /** How a folder is begun when it holds results. */
  public enum Begin {
    /** What is there is kept. */
    CONTINUE,
    /** What is there is deleted. */
    FRESH
  }

  private Folder(Path path, Sweep sweep, FileChannel lock, Shards shards) {
    this.path = path;
    this.sweep = sweep;
    this.lock = lock;
    this.shards = shards;
  }

  /**
   * Opens {@code path} for {@code sweep} and locks it.
   *
   * @throws ForeignFolder when it holds another sweep or was written by a newer version
   * @throws FolderInUse when another driver is filling it
   */
  public static Folder open(Path path, Sweep sweep, Begin begin) throws IOException {
    Layout.of(sweep).check(sweep.grid().axes());
    if (begin == Begin.CONTINUE) {
      belongs(path, sweep);
    }
    Files.createDirectories(store(path));
    FileChannel lock = lock(path);
    try {
      if (begin == Begin.FRESH) {
        empty(path);
      }
      belongs(path, sweep);
      delete(path, ".part");
      describe(path, sweep);
      return new Folder(path, sweep, lock, Shards.list(store(path)));
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static Path store(Path path) {
    return path.resolve("store");
  }

  private static Path identity(Path path) {
    return store(path).resolve("sweep.json");
  }

  private static void belongs(Path path, Sweep sweep) throws IOException {
    JsonNode known = known(path);
    if (known == null) {
      return;
    }
    if (!known.path("base").asText().equals(sweep.baseIdentity())) {
      throw new ForeignFolder(
          path
              + " belongs to sweep "
              + known.path("sweep").asText()
              + " with another base: name another folder with -o, or begin it anew with --fresh");
    }
  }

  private static @Nullable JsonNode known(Path path) throws IOException {
    if (!Files.exists(identity(path))) {
      return null;
    }
    JsonNode known = JSON.readTree(Files.readAllBytes(identity(path)));
    if (known.path("format").asInt() > FORMAT) {
      throw new ForeignFolder(
          path
              + " was written by a newer version, "
              + known.path("version").asText()
              + "; this is "
              + Tables.version());
    }
    return known;
  }

  private static FileChannel lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            store(path).resolve("lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    if (held(channel)) {
      String holder = holder(channel);
      channel.close();
      throw new FolderInUse(
          path + " is being filled by " + holder + ": wait for it, or name another folder with -o");
    }
    String holder =
        "process "
            + ProcessHandle.current().pid()
            + " on "
            + InetAddress.getLocalHost().getHostName()
            + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
    return channel;
  }

  /** Takes the lock, which ends with the channel; true when someone else has it. */
  private static boolean held(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() == null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(256);
    channel.read(text, 0);
    return new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
  }

  /** Who is filling {@code path} now, e.g. {@code process 4711 on host}. */
  public static Optional<String> filledBy(Path path) throws IOException {
    Path lock = store(path).resolve("lock");
    if (!Files.exists(lock)) {
      return Optional.empty();
    }
    try (FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return held(channel) ? Optional.of(holder(channel)) : Optional.empty();
    }
  }

  private static void delete(Path path, String ending) throws IOException {
    try (Stream<Path> shards = Files.list(store(path))) {
      for (Path file : shards.toList()) {
        if (file.getFileName().toString().endsWith(ending)) {
          Files.delete(file);
        }
      }
    }
  }

  private static void empty(Path path) throws IOException {
    delete(path, ".arrow");
    Files.deleteIfExists(store(path).resolve("begun"));
    Files.deleteIfExists(identity(path));
    for (String table : List.of("runs", "steps", "layers", "cells", "lines", "provenance")) {
      Files.deleteIfExists(path.resolve(table + ".arrow"));
    }
    Files.deleteIfExists(path.resolve("manifest.json"));
  }

  private static void describe(Path path, Sweep sweep) throws IOException {
    ObjectNode known = JSON.createObjectNode();
    known.put("format", FORMAT);
    known.put("version", Tables.version());
    known.put("sweep", sweep.name());
    known.put("base", sweep.baseIdentity());
    known.put("document", sweep.source().name());
    ObjectNode files = known.putObject("files");
    Path directory = store(path).resolve("files");
    for (Map.Entry<String, byte[]> file : sweep.source().files().entrySet()) {
      Files.createDirectories(directory);
      String sha256 = Content.sha256(file.getValue());
      files.put(file.getKey(), sha256);
      Path kept = directory.resolve(sha256);
      if (!Files.exists(kept)) {
        replace(kept, file.getValue());
      }
    }
    replace(path.resolve("sweep.yaml"), sweep.canonical().getBytes(StandardCharsets.UTF_8));
    replace(
        store(path).resolve("document"), sweep.source().text().getBytes(StandardCharsets.UTF_8));
    replace(identity(path), JSON.writeValueAsBytes(known));
  }

  private static void replace(Path file, byte[] bytes) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, bytes);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The source of the sweep that a folder holds, from the folder alone. */
  public static SweepSource source(Path path) throws IOException {
    JsonNode known = known(path);
    if (known == null) {
      throw new NoSuchFileException(
          identity(path).toString(), null, "no folder of a sweep: run the sweep first");
    }
    Map<String, byte[]> files = new TreeMap<>();
    for (Map.Entry<String, JsonNode> file : known.path("files").properties()) {
      String sha256 = file.getValue().asText();
      byte[] bytes = Files.readAllBytes(store(path).resolve("files").resolve(sha256));
      if (!Content.sha256(bytes).equals(sha256)) {
        throw new IOException(
            "store/files/" + sha256 + ", called " + file.getKey() + ", is damaged");
      }
      files.put(file.getKey(), bytes);
    }
    return new SweepSource(
        known.path("document").asText(), Files.readString(store(path).resolve("document")), files);
  }

  /**
   * What runs have in a column of labels or truths, by grid index; null where a run is not there.
   */
  public static @Nullable String[] labels(Sweep sweep, GridRuns ids, Shards shards, String column)
      throws IOException {
    return Merge.labels(sweep, ids, shards, column);
  }

  /** Which runs are begun. */
  public Begun begun() throws IOException {
    return Begun.open(store(path));
  }

  /** The shards, complete ones listed. */
  public Shards shards() {
    return shards;
  }

  /** Writes the sorted tables of all that is done; returns how many runs ended how. */
  public Map<String, Long> merge(GridRuns ids) throws IOException {
    return Merge.write(path, sweep, ids, shards).byOutcome();
  }

  /** Writes {@code manifest.json}: what made the tables. */
  public void manifest(Map<String, Object> facts) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("sweep", sweep.name());
    all.put("version", Tables.version());
    all.put("format", FORMAT);
    all.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    all.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    all.put("cpu", cpu());
    all.put("processors", Runtime.getRuntime().availableProcessors());
    all.put("zstd", com.github.luben.zstd.util.ZstdVersion.VERSION);
    all.putAll(facts);
    replace(path.resolve("manifest.json"), JSON.writeValueAsBytes(all));
  }

  private static String cpu() {
    Path info = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(info)) {
      return System.getProperty("os.arch");
    }
    try (Stream<String> lines = Files.lines(info)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  public Path path() {
    return path;
  }

  /** Gives the lock back. */
  @Override
  public void close() throws IOException {
    lock.close();
  }
}
