/**
 * Spectra of matrices: products, decompositions, and what random matrices look like.
 *
 * <p>Symbols: n size, v (1, n) vectors, alpha, beta the Lanczos tridiagonal; W (N, M) a weight
 * matrix, n = min(N, M), m = max(N, M), r = N / M or n / m, lambda the eigenvalues of W Wᵀ
 * (descending), omega² the variance of an entry, a = M omega² the bulk variance, b the squared
 * strength of a planted signal, c = b / a.
 *
 * <p>Of distances: M (N, N) the matrix, lambda_0 and -a_k its eigenvalues, w_k their eigenvectors,
 * p_k = a_k / lambda_0, X (N, 3) the cloud of classical scaling.
 */
@NullMarked
package org.phasegrid.worker.spectrum;

import org.jspecify.annotations.NullMarked;
