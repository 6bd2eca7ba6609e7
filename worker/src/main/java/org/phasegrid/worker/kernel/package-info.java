/**
 * The only inner loops of the product. {@link org.phasegrid.worker.kernel.ScalarKernels} states the
 * order of operations, {@link org.phasegrid.worker.kernel.VectorKernels} gives the same bits with
 * SIMD lanes.
 *
 * <p>Symbols: M, N rows and columns of a product, K the summed dimension; all tensors are
 * row-major.
 */
@NullMarked
package org.phasegrid.worker.kernel;

import org.jspecify.annotations.NullMarked;
