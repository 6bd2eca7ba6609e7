package org.phasegrid.driver.fanout;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spark's master URLs. */
final class Masters {
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[\\s*\\d+\\s*,\\s*(\\d+)\\s*,\\s*(\\d+)\\s*\\]");
  private static final Pattern STANDALONE =
      Pattern.compile("spark://([^\\s:,/]+:\\d{1,5}(?:,[^\\s:,/]+:\\d{1,5})*)");
  private static final Pattern KNOWN =
      Pattern.compile(
          "local|local\\[(\\*|\\d+)(\\s*,\\s*\\d+)?\\]|yarn|k8s://\\S+|"
              + LOCAL_CLUSTER.pattern()
              + "|"
              + STANDALONE.pattern());

  private static final int MILLIS = 5_000;

  private Masters() {}

  /** Refuses what Spark could not read. */
  static void requireKnown(String url) {
    if (!KNOWN.matcher(url).matches()) {
      throw new IllegalArgumentException(
          "--master takes local[N], local-cluster[WORKERS,CORES,MEGABYTES], spark://HOST:PORT, yarn"
              + " or k8s://URL, was "
              + url);
    }
  }

  /** Whether runs are threads of this JVM. */
  static boolean isLocal(String url) {
    return url.equals("local") || url.startsWith("local[");
  }

  /** What a worker of a {@code local-cluster} has. */
  static Optional<String> megabytes(String url) {
    Matcher cluster = LOCAL_CLUSTER.matcher(url);
    return cluster.matches() ? Optional.of(cluster.group(2)) : Optional.empty();
  }

  /** How many cores that worker has. */
  static Optional<Integer> coresOfWorker(String url) {
    Matcher cluster = LOCAL_CLUSTER.matcher(url);
    return cluster.matches() ? Optional.of(Integer.valueOf(cluster.group(1))) : Optional.empty();
  }

  /** How many threads a {@code local[N]} has. */
  static int threads(String url) {
    Matcher local = Pattern.compile("local\\[\\s*(\\*|\\d+).*").matcher(url);
    if (!local.matches()) {
      return 1;
    }
    return local.group(1).equals("*")
        ? Runtime.getRuntime().availableProcessors()
        : Integer.parseInt(local.group(1));
  }

  /**
   * Asks whether anybody listens there, which Spark does for a minute and then tells in a stack.
   *
   * @throws EngineLost when nobody does
   */
  static void requireAnswer(String url) {
    Matcher standalone = STANDALONE.matcher(url);
    if (!standalone.matches()) {
      return;
    }
    List<String> refusals = new ArrayList<>();
    for (String address : standalone.group(1).split(",")) {
      int colon = address.lastIndexOf(':');
      try (Socket socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(
                address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))),
            MILLIS);
        return;
      } catch (IOException | IllegalArgumentException e) {
        refusals.add(
            e instanceof java.net.UnknownHostException
                ? "no host is named " + address.substring(0, colon)
                : EngineLost.firstLine(String.valueOf(e.getMessage())));
      }
    }
    throw new EngineLost(
        "no Spark master answers at "
            + url
            + " ("
            + String.join("; ", refusals)
            + "); once one does, the same command goes on from what is kept");
  }
}
