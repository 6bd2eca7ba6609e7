package org.phasegrid.driver.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** The contract on Spark in this JVM. */
final class SparkFanoutTest extends FanoutContract {
  @Override
  Fanout engine(int cores) {
    return new SparkFanout(Optional.of("local[" + cores + "]"), Map.of());
  }

  @Test
  void localMastersGetFourAttempts() {
    assertEquals("local[1,4]", SparkFanout.withRetries("local"));
    assertEquals("local[2,4]", SparkFanout.withRetries("local[2]"));
    assertEquals("local[*,4]", SparkFanout.withRetries("local[*]"));
    assertEquals("local[2,3]", SparkFanout.withRetries("local[2,3]"));
    assertEquals("spark://host:7077", SparkFanout.withRetries("spark://host:7077"));
  }

  @Test
  void anUnknownMasterIsAWrongRequest() {
    int visited = 0;
    for (String url :
        List.of("local[x]", "sperk://host:7077", "spark://host", "mesos://host:5050")) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> new SparkFanout(url));
      assertTrue(refused.getMessage().endsWith("was " + url), refused.getMessage());
      visited++;
    }
    assertEquals(4, visited);
    for (String url :
        List.of("local[*]", "local[2,4]", "spark://a:1,b:2", "yarn", "local-cluster[2,1,600]")) {
      new SparkFanout(url).close();
    }
  }

  @Test
  void aMasterThatDoesNotAnswerIsOneSentenceAtOnce() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    String url = "spark://127.0.0.1:" + closed;
    long begin = System.nanoTime();
    try (Fanout engine = new SparkFanout(url)) {
      EngineLost lost =
          assertThrows(
              EngineLost.class,
              () ->
                  run(
                      SmallSweeps.job("rates=1 seeds=1"),
                      folders.resolve("none"),
                      engine,
                      Progress.SILENT));
      assertTrue(lost.getMessage().startsWith("no Spark master answers at " + url + " ("));
      assertEquals(1, lost.getMessage().lines().count());
    }
    // Spark itself asks for a minute.
    assertTrue(System.nanoTime() - begin < 30e9);
  }

  @Test
  void whatMustHoldHoldsWhateverIsAsked() {
    SparkFanout engine =
        new SparkFanout(
            Optional.of("local-cluster[2,1,600]"),
            Map.of("spark.speculation", "true", "spark.executor.extraJavaOptions", "-Dmy=1"));
    SparkConf conf = engine.conf();

    assertEquals("false", conf.get("spark.speculation"));
    assertEquals("0", conf.get("spark.driver.maxResultSize"));
    assertEquals("600m", conf.get("spark.executor.memory"));
    assertEquals("2.13", conf.get("spark.executorEnv.SPARK_SCALA_VERSION"));
    String options = conf.get("spark.executor.extraJavaOptions");
    assertTrue(options.contains("--add-opens=java.base/java.nio=ALL-UNNAMED"), options);
    assertTrue(options.endsWith(" -Dmy=1"), options);
  }
}
