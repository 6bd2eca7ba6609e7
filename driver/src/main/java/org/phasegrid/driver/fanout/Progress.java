package org.phasegrid.driver.fanout;

/** Told how far a campaign is, on its own thread. */
public interface Progress {
  /** Nobody listens. */
  Progress SILENT = (done, total, failed, diverged) -> {};

  /**
   * Before the first run: what is there, what is to be done and by what.
   *
   * @param engine as it describes itself; empty when there is nothing to do
   */
  default void begin(Plan plan, String engine) {}

  /** The engine has started, which may take seconds: now the work begins. */
  default void ready() {}

  /** Something to be said once, e.g. that a shard was damaged. */
  default void notice(String sentence) {}

  /**
   * After every chunk, before {@link #runs}: how much of the work that was planned is done.
   *
   * @param share in [0, 1], by the cost model: the costliest runs come first
   */
  default void share(double share) {}

  /**
   * After every chunk, {@code failed} and {@code diverged} of the runs done now.
   *
   * @param done of {@code total} runs to be done now
   */
  void runs(long done, long total, long failed, long diverged);
}
