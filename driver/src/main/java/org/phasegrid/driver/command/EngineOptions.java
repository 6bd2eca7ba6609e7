package org.phasegrid.driver.command;

import java.util.Optional;
import org.phasegrid.driver.fanout.Fanout;
import picocli.CommandLine.Option;

/** Which engine trains, for commands that take a folder. */
final class EngineOptions {
  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description = "spark or local (plain threads); default: ${DEFAULT-VALUE}")
  String engine = "spark";

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "Spark's master (default: local[*,4], or what spark-submit says); local[N] also gives the threads of --engine local")
  Optional<String> master = Optional.empty();

  Fanout open() {
    return Engine.of(engine, master);
  }
}
