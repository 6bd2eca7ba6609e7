package org.phasegrid.sweeps.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.phasegrid.sweeps.document.Documents;
import org.phasegrid.sweeps.document.Suggestion;

/** Where sweeps come from: a file, the catalogue, or the source that another machine sent. */
public final class Sweeps {
  static final String CATALOGUE = "/catalogue/";

  private Sweeps() {}

  /**
   * What the command line changes in a document: {@code --set PATH=VALUE}, {@code --axis
   * PATH=VALUES}, {@code --measure NAMES}.
   *
   * <p>{@code set} replaces a value of base; {@code axis} replaces the values of an axis in its
   * place, or adds an axis after those of {@code axes}; {@code measure} adds to what is measured.
   */
  public record Changes(List<String> set, List<String> axis, List<String> measure) {
    public static final Changes NONE = new Changes(List.of(), List.of(), List.of());

    public Changes {
      set = List.copyOf(set);
      axis = List.copyOf(axis);
      measure = List.copyOf(measure);
    }
  }

  /** The sweep of a catalogue name or of a YAML file; {@link Problems} lists all that is wrong. */
  public static Sweep find(String nameOrPath, Changes changes) {
    List<String> names = catalogue().stream().map(entry -> entry[0]).toList();
    if (names.contains(nameOrPath)) {
      String file = nameOrPath + ".yaml";
      return SweepReader.read(file, resource(file), Files.ofCatalogue(), changes);
    }
    Path path = path(nameOrPath);
    if (!java.nio.file.Files.exists(path)) {
      throw new Problems(
          List.of(
              "no sweep is named '"
                  + nameOrPath
                  + "', and no file is there; the catalogue has: "
                  + String.join(", ", names)
                  + Suggestion.of(nameOrPath, names)));
    }
    return file(path, changes);
  }

  /** Whether the catalogue has a sweep of this name. */
  public static boolean isInCatalogue(String name) {
    return catalogue().stream().anyMatch(entry -> entry[0].equals(name));
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (java.nio.file.InvalidPathException e) {
      throw new Problems(List.of("'" + text + "' is no file name: " + e.getMessage()));
    }
  }

  /** The sweep of a document file. */
  public static Sweep file(Path path, Changes changes) {
    String name = path.toString();
    try {
      if (!java.nio.file.Files.isRegularFile(path)) {
        throw new Problems(List.of(name + ": is no file that can be read"));
      }
      if (java.nio.file.Files.size(path) > 4L * Documents.CHARACTERS) {
        throw new Problems(
            List.of(
                name + ": is larger than the " + Documents.CHARACTERS + " characters accepted"));
      }
      String text = new String(java.nio.file.Files.readAllBytes(path), StandardCharsets.UTF_8);
      return SweepReader.read(name, text, Files.beside(path), changes);
    } catch (IOException e) {
      throw new Problems(List.of(name + ": cannot be read: " + e.getMessage()));
    }
  }

  /** The sweep that a source says; on executors, and for folders. */
  public static Sweep read(SweepSource source) {
    return SweepReader.read(source.name(), source.text(), Files.of(source.files()), Changes.NONE);
  }

  /** The sweep that a source says, changed; for folders that are asked for more. */
  public static Sweep read(SweepSource source, Changes changes) {
    return SweepReader.read(source.name(), source.text(), Files.of(source.files()), changes);
  }

  /** Names of the catalogue with one line each, in the order of its index. */
  public static List<String[]> catalogue() {
    List<String[]> entries = new ArrayList<>();
    for (String line : resource("INDEX").split("\\R", -1)) {
      if (!line.isBlank()) {
        entries.add(line.split("\t", 2));
      }
    }
    return entries;
  }

  private static String resource(String name) {
    try (InputStream stream = Sweeps.class.getResourceAsStream(CATALOGUE + name)) {
      if (stream == null) {
        throw new IllegalStateException("the catalogue has no " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the catalogue cannot be read", e);
    }
  }
}
