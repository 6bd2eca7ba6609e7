package org.phasegrid.driver.cluster;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder laid out as executors expect Spark, its jars where Maven has them. */
final class SparkHome {
  private SparkHome() {}

  /** With this test's whole class path, its folders of classes too. */
  static Path ofClassPath(Path home) throws IOException {
    return of(
        home,
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .toList());
  }

  /** With the jars of one folder. */
  static Path ofJars(Path home, Path lib) throws IOException {
    try (Stream<Path> jars = Files.list(lib)) {
      return of(home, jars.filter(jar -> jar.toString().endsWith(".jar")).sorted().toList());
    }
  }

  /** One jar that names all others. */
  private static Path of(Path home, List<Path> classPath) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            classPath.stream()
                .filter(Files::exists)
                .map(entry -> entry.toUri().toString())
                .collect(Collectors.joining(" ")));
    Path jar = Files.createDirectories(home.resolve("jars")).resolve("spark.jar");
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
    return configured(home);
  }

  private static Path configured(Path home) throws IOException {
    Path conf = Files.createDirectories(home.resolve("conf"));
    Files.writeString(
        conf.resolve("log4j2.properties"),
        """
        rootLogger.level = error
        rootLogger.appenderRef.stderr.ref = stderr
        appender.stderr.type = Console
        appender.stderr.name = stderr
        appender.stderr.target = SYSTEM_ERR
        appender.stderr.layout.type = PatternLayout
        appender.stderr.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n
        """);
    return home;
  }
}
