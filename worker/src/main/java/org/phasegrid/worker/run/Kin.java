package org.phasegrid.worker.run;

import org.phasegrid.worker.architecture.Architecture;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.loss.Loss;
import org.phasegrid.worker.optimizer.Optimizer;
import org.phasegrid.worker.train.Batches;

/**
 * What runs of one herd have in common. Seeds, initialization, data, rates, schedules, parameters
 * of the optimizer, batches and stopping are each lane's own.
 *
 * @param architecture {@link Architecture#kin}, or the architecture where runs go alone
 * @param inputs of the data
 * @param outputs of the data
 * @param batch examples at a step
 * @param loss what is descended
 * @param optimizer the rule, whatever its parameters
 * @param precision of the training
 * @param herd whether they can stand together at all
 */
record Kin(
    Architecture architecture,
    int inputs,
    int outputs,
    int batch,
    Loss loss,
    Class<? extends Optimizer> optimizer,
    Precision precision,
    boolean herd) {
  static Kin of(RunSpec spec) {
    return new Kin(
        spec.architecture().kin().orElse(spec.architecture()),
        spec.dataset().inputs(),
        spec.dataset().outputs(),
        spec.batches() instanceof Batches.Mini mini ? mini.size() : spec.dataset().examples(),
        spec.loss(),
        spec.optimizer().getClass(),
        spec.precision(),
        spec.architecture().kin().isPresent());
  }
}
