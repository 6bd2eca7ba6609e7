package org.phasegrid.driver.command;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.phasegrid.driver.fanout.Fanout;
import org.phasegrid.driver.fanout.LocalFanout;
import org.phasegrid.driver.fanout.SparkFanout;

/** Which engine a command line asks for. */
final class Engine {
  private static final String ALL_CORES = "local[*]";
  private static final Pattern LOCAL =
      Pattern.compile("local(?:\\[\\s*(\\*|\\d+)\\s*(?:,\\s*\\d+\\s*)?\\])?");

  private Engine() {}

  /** The engine {@code spark} or {@code local}; spark-submit's master counts when none is named. */
  static Fanout of(String engine, Optional<String> master) {
    switch (engine) {
      case "local":
        return new LocalFanout(threads(master.orElse(ALL_CORES)));
      case "spark":
        return new SparkFanout(master, Map.of());
      default:
        throw new RequestException("--engine is spark or local, was " + engine);
    }
  }

  /** N of {@code local[N]}; all cores for {@code *}, one where no number is given. */
  private static int threads(String master) {
    Matcher local = LOCAL.matcher(master);
    if (!local.matches()) {
      throw new RequestException("--engine local takes --master local[N], was " + master);
    }
    String threads = local.group(1);
    if (threads == null) {
      return 1;
    }
    return threads.equals("*")
        ? Runtime.getRuntime().availableProcessors()
        : Integer.parseInt(threads);
  }
}
