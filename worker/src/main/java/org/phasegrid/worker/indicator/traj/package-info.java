/**
 * Training as a trajectory: perturbed twins, their exponent, and one scalar per snapshot
 * (Jimenez-Gonzalez, Soriano and Lacasa 2026, arXiv:2606.30384). Symbols: theta_j(t) parameters of
 * replica j at step t, j = 0 the run, 1..M its twins; P parameters; d(t) mean over twins of
 * |theta_j(t) - theta_0(t)|_1; z_j(t) the scalar; delta z_j(t) = |z_j(t) - z_0(t)|.
 */
@NullMarked
package org.phasegrid.worker.indicator.traj;

import org.jspecify.annotations.NullMarked;
