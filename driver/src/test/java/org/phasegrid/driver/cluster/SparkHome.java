package org.phasegrid.driver.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder laid out as executors expect Spark, its jars where Maven has them. */
final class SparkHome {
  private SparkHome() {}

  /** With this test's whole class path, its folders of classes too. */
  static Path ofClassPath(Path home) throws IOException {
    Path jars = Files.createDirectories(home.resolve("jars"));
    int place = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path file = Path.of(entry).toAbsolutePath();
      if (Files.isRegularFile(file)) {
        // Two artifacts may share a file name.
        Files.createSymbolicLink(jars.resolve(place++ + "-" + file.getFileName()), file);
      }
    }
    return configured(home);
  }

  /** With the jars of one folder. */
  static Path ofJars(Path home, Path lib) throws IOException {
    Files.createDirectories(home);
    Files.createSymbolicLink(home.resolve("jars"), lib.toAbsolutePath());
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
