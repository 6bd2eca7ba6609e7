package org.phasegrid.worker.train;

import org.phasegrid.worker.kernel.Tensor;

/**
 * What the trainer hands back.
 *
 * @param lossInitial L_0
 * @param lossFinal L at the outcome's step
 * @param lossMax the largest L_t that is not NaN
 * @param theta the last parameters
 */
public record Trajectory(
    Outcome outcome, double lossInitial, double lossFinal, double lossMax, Tensor theta) {}
