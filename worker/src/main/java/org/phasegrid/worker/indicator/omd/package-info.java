/**
 * Observable matrix dynamics (Halperin 2026, arXiv:2606.29679): the matrix M of distances between N
 * held representations through training. Symbols: lambda_0 > 0 >= -a_k its eigenvalues, w_k
 * eigenvectors, p_k = a_k / lambda_0, m_1 the multiplicity of the top band; sections are those of
 * the project's specification of that paper, whose thresholds are its own.
 */
@NullMarked
package org.phasegrid.worker.indicator.omd;

import org.jspecify.annotations.NullMarked;
