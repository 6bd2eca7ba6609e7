/**
 * Spectra of matrices: products, decompositions, and what random matrices look like.
 *
 * <p>Symbols: n size, v (1, n) vectors, alpha, beta the Lanczos tridiagonal; W (N, M) a weight
 * matrix, n = min(N, M), m = max(N, M), r = N / M or n / m, lambda the eigenvalues of W Wᵀ
 * (descending), omega² the variance of an entry, a = M omega² the bulk variance, b the squared
 * strength of a planted signal, c = b / a.
 */
@NullMarked
package org.phasegrid.worker.spectrum;

import org.jspecify.annotations.NullMarked;
