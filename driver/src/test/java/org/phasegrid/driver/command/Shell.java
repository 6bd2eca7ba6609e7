package org.phasegrid.driver.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.phasegrid.worker.file.Content;

/** The command line in this JVM, or in one of its own that may be killed. */
final class Shell {
  /** What a command gave. */
  record Answer(int exit, String out, String err) {}

  private Shell() {}

  static Answer run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    int exit = CommandLines.execute(terminal, arguments);
    return new Answer(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** A JVM of its own with the vector module or without, its output in {@code log}. */
  static Process start(Path java, List<String> options, Path log, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of(java.toString(), "-XX:+IgnoreUnrecognizedVMOptions", "-Xmx1g"));
    command.addAll(
        List.of(
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(options);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "org.phasegrid.driver.Main"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /** SHA-256 of every table that must not depend on how it was made. */
  static Map<String, String> tables(Path folder) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    for (String table : List.of("runs", "steps", "layers", "cells", "lines")) {
      Path file = folder.resolve(table + ".arrow");
      if (Files.exists(file) || !table.equals("lines")) {
        hashes.put(table, Files.exists(file) ? Content.sha256(Files.readAllBytes(file)) : "none");
      }
    }
    return hashes;
  }
}
