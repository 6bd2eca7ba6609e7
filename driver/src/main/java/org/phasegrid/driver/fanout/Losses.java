package org.phasegrid.driver.fanout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/**
 * Which attempts begin, and why some end without a reply, as Spark tells it on a thread of its own.
 */
final class Losses extends SparkListener {
  /**
   * An attempt whose JVM went away.
   *
   * @param blamed whether the JVM ended by itself or by a signal, rather than being taken away
   */
  record Loss(String executor, String host, boolean blamed, String reason) {}

  private final List<Loss> losses = new ArrayList<>();
  private Optional<String> thrown = Optional.empty();
  private List<Chunk> chunks = List.of();
  private Consumer<Chunk> begun = chunk -> {};

  /** Says which chunks the tasks of the job to come are, and who is told when one begins. */
  synchronized void watch(List<Chunk> of, Consumer<Chunk> told) {
    chunks = List.copyOf(of);
    begun = told;
  }

  @Override
  public synchronized void onTaskStart(SparkListenerTaskStart start) {
    int place = start.taskInfo().index();
    if (place >= 0 && place < chunks.size()) {
      begun.accept(chunks.get(place));
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.reason() instanceof ExecutorLostFailure lost) {
      String reason = lost.reason().isDefined() ? lost.reason().get() : "no reason given";
      losses.add(
          new Loss(
              lost.execId(),
              end.taskInfo().host(),
              lost.exitCausedByApp(),
              EngineLost.firstLine(reason)));
    } else if (end.reason() instanceof ExceptionFailure failure) {
      thrown =
          Optional.of(failure.className() + ": " + EngineLost.firstLine(failure.description()));
    }
  }

  /** What was lost since this was last asked. */
  synchronized List<Loss> take() {
    List<Loss> all = List.copyOf(losses);
    losses.clear();
    return all;
  }

  /** What the last attempt threw that threw; no run does, so the job itself cannot be done. */
  synchronized Optional<String> thrown() {
    return thrown;
  }
}
