package org.phasegrid.worker.run;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.phasegrid.worker.train.Outcome;

/**
 * What came out of a run.
 *
 * @param lossInitial L_0; NaN when it has none (a failed run)
 * @param lossFinal L at the outcome's step
 * @param lossMax the largest L_t
 * @param learningRate eta as resolved, NaN when unresolved
 * @param lambdaInitial largest eigenvalue at step 0, where the rate rests on it
 * @param parameters how many are trained
 * @param fingerprint a hash of the bits of the last theta; empty for a failed run
 * @param values {@link RunColumns} of the spec, then the run columns of the indicators
 * @param steps rows of step columns, in order
 * @param layers rows of layer columns, in order of step and layer, whole-run rows first
 */
public record RunRecord(
    RunId id,
    Outcome outcome,
    double lossInitial,
    double lossFinal,
    double lossMax,
    double learningRate,
    OptionalDouble lambdaInitial,
    long parameters,
    String fingerprint,
    Map<String, Object> values,
    List<StepRow> steps,
    List<LayerRow> layers) {

  /** The step columns of one look. */
  public record StepRow(long step, double loss, Map<String, Object> values) {}

  /**
   * The layer columns of one look, or of the whole run.
   *
   * @param step empty for the whole run
   */
  public record LayerRow(OptionalLong step, int layer, Map<String, Object> values) {}
}
