/**
 * Theories in closed form, one file each, to be drawn over pictures and compared with what was
 * measured. A value that a theory does not have is NaN.
 *
 * <p>Symbols of the spectral transition (BBP): eps the step size, W (N, M) the student with entries
 * N(0, sigma² / M) at t = 0, r = N / M, theta u vᵀ the teacher, t updates, s label noise, B batch
 * size, P examples, alpha = P / M.
 *
 * <p>Symbols of the Gram hierarchy are those of {@code indicator.gram}.
 *
 * <p>Symbols of truncation flow: s flow time, c a clamp, eta its target, v = eta - c, omega the
 * weight of a point in the loss, N points of a cluster, a = learning rate times omega N.
 *
 * <p>Of distances between N points: kappa_l eigenvalues of the distance as an integral operator on
 * the sphere S^d, l the degree of the harmonics, rho the contraction of cosines by ambient noise.
 */
@NullMarked
package org.phasegrid.worker.theory;

import org.jspecify.annotations.NullMarked;
