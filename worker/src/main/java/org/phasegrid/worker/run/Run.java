package org.phasegrid.worker.run;

import java.util.List;
import org.phasegrid.worker.indicator.Indicator;

/** One run alone. */
public final class Run {
  private Run() {}

  /** Trains {@code spec} and measures it. */
  public static RunRecord execute(RunSpec spec, List<Indicator> measures) {
    return new Runs(measures).execute(spec);
  }
}
