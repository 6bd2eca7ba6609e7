/**
 * Spectra: of matrices known by their products (Lanczos), and of distance matrices. Symbols: n
 * size, v (1, n) vectors, alpha, beta the Lanczos tridiagonal; M (N, N) distances, lambda_0 and
 * -a_k its eigenvalues, w_k their eigenvectors, X (N, 3) the cloud of classical scaling.
 */
@NullMarked
package org.phasegrid.worker.spectrum;

import org.jspecify.annotations.NullMarked;
