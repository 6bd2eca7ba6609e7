package org.phasegrid.sweeps.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The files that a document names, found beside it, and kept to travel with it. */
final class Files {
  private static final long BYTES = 1L << 30;

  /** Where bytes come from: an error is what is wrong with the file. */
  private interface Source {
    byte[] read(String name) throws IOException;
  }

  private final Source source;
  private final Map<String, byte[]> used = new TreeMap<>();

  private Files(Source source) {
    this.source = source;
  }

  /** Files relative to the folder of a document. */
  static Files beside(Path document) {
    Path folder = Optional.ofNullable(document.toAbsolutePath().getParent()).orElse(document);
    return new Files(name -> inFolder(folder, name, "beside the document"));
  }

  /** Files that came with a document. */
  static Files of(Map<String, byte[]> files) {
    return new Files(
        name -> {
          byte[] bytes = files.get(name);
          if (bytes == null) {
            throw new IOException("it did not come with the document");
          }
          return bytes;
        });
  }

  /** Files of the catalogue, and of the working directory where a user brings the data. */
  static Files ofCatalogue() {
    return new Files(
        name -> {
          try (InputStream stream =
              name.contains("..")
                  ? null
                  : Files.class.getResourceAsStream(Sweeps.CATALOGUE + name)) {
            return stream == null
                ? inFolder(Path.of(""), name, "in the working directory")
                : stream.readAllBytes();
          }
        });
  }

  private static byte[] inFolder(Path folder, String name, String where) throws IOException {
    Path file = folder.resolve(name);
    if (!java.nio.file.Files.exists(file)) {
      throw new IOException("no such file " + where);
    }
    if (!java.nio.file.Files.isRegularFile(file)) {
      throw new IOException("it is no file");
    }
    if (!java.nio.file.Files.isReadable(file)) {
      throw new IOException("it may not be read");
    }
    if (java.nio.file.Files.size(file) > BYTES) {
      throw new IOException("it is larger than 1 GiB");
    }
    return java.nio.file.Files.readAllBytes(file);
  }

  /** The bytes of the file a document calls {@code name}. */
  byte[] read(String name) throws IOException {
    byte[] known = used.get(name);
    if (known == null) {
      try {
        known = source.read(name);
      } catch (java.nio.file.InvalidPathException e) {
        throw new IOException("it is no file name", e);
      }
      used.put(name, known);
    }
    return known;
  }

  /** All that were read, by the name that the document uses. */
  Map<String, byte[]> used() {
    return new TreeMap<>(used);
  }
}
