package org.phasegrid.worker.indicator;

import org.phasegrid.worker.architecture.Architecture;
import org.phasegrid.worker.dataset.Dataset;
import org.phasegrid.worker.dataset.Probe;
import org.phasegrid.worker.dataset.TestSet;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.loss.Loss;
import org.phasegrid.worker.optimizer.Optimizer;
import org.phasegrid.worker.train.Batches;
import org.phasegrid.worker.train.Stopping;

/** What an indicator is told of a run before anything is trained, to say whether it suits. */
public record Setting(
    Architecture architecture,
    Dataset dataset,
    TestSet test,
    Probe probe,
    Loss loss,
    Optimizer optimizer,
    Batches batches,
    Stopping stopping,
    Precision precision) {}
