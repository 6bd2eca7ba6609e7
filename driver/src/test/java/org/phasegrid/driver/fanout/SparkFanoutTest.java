package org.phasegrid.driver.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
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
}
