/**
 * Matrices known by their products. Symbols: n size, v (1, n) vectors, alpha, beta the Lanczos
 * tridiagonal.
 */
@NullMarked
package org.phasegrid.worker.spectrum;

import org.jspecify.annotations.NullMarked;
