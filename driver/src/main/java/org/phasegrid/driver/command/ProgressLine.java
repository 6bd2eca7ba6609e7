package org.phasegrid.driver.command;

import java.util.Locale;
import org.phasegrid.driver.fanout.Plan;
import org.phasegrid.driver.fanout.Progress;

/**
 * Progress on stderr: one line that is rewritten on a terminal, now and then a plain line
 * elsewhere.
 */
final class ProgressLine implements Progress {
  private static final long TERMINAL_NANOS = 200_000_000L;
  private static final long PLAIN_NANOS = 5_000_000_000L;

  private final Terminal terminal;
  private long started = System.nanoTime();
  private double share;
  private long shown = System.nanoTime();

  ProgressLine(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void begin(Plan plan, String engine) {
    String what = plan.asked() + " points";
    if (plan.reused() > 0) {
      what += ", " + plan.reused() + " of them there already";
    }
    if (plan.todo().isEmpty()) {
      terminal.err().println(what + "; nothing to train");
    } else {
      terminal
          .err()
          .println(
              what
                  + "; training "
                  + plan.todo().size()
                  + " runs on "
                  + engine
                  + ", kernels "
                  + org.phasegrid.worker.kernel.Kernels.best().describe());
    }
  }

  @Override
  public void ready() {
    started = System.nanoTime();
  }

  @Override
  public void notice(String sentence) {
    terminal.err().println("note: " + sentence);
  }

  @Override
  public void share(double share) {
    this.share = share;
  }

  @Override
  public void runs(long done, long total, long failed, long diverged) {
    long now = System.nanoTime();
    boolean last = done == total;
    if (!last && now - shown < (terminal.interactive() ? TERMINAL_NANOS : PLAIN_NANOS)) {
      return;
    }
    shown = now;
    String line = line(done, total, failed, diverged, share, (now - started) * 1e-9);
    if (terminal.interactive()) {
      terminal.err().print("\r\u001b[K" + line + (last ? "\n" : ""));
      terminal.err().flush();
    } else {
      terminal.err().println(line);
    }
  }

  /** E.g. {@code 512/2160 runs, 48.1 runs/s, 34 s left, 120 diverged}. */
  static String line(
      long done, long total, long failed, long diverged, double share, double seconds) {
    double rate = done / Math.max(seconds, 1e-3);
    String line = String.format(Locale.ROOT, "%d/%d runs, %.1f runs/s, ", done, total, rate);
    line +=
        done == total
            ? String.format(Locale.ROOT, "%.1f s", seconds)
            : duration(seconds * (1 - share) / Math.max(share, 1e-9)) + " left";
    line += ", " + diverged + " diverged";
    return failed == 0 ? line : line + ", " + failed + " failed";
  }

  static String duration(double seconds) {
    if (seconds < 90) {
      return Math.round(seconds) + " s";
    }
    return seconds < 5400
        ? Math.round(seconds / 60) + " min"
        : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
  }
}
