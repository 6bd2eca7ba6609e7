/**
 * Truncation flow: how relu layers truncate the clusters of the training set (Chen 2025, arXiv
 * 2501.07400).
 *
 * <p>Symbols: L hidden layers, K classes, N examples, N_j of class j, omega_i the weight of example
 * i in the loss, a_l (d_l, N) preactivations, h_l features (h_0 the inputs), W^(l) = W_l ... W_1
 * and b^(l) cumulative weights and biases, beta^(l) = W^(l)+ b^(l), z^(l) = W^(l)+ (h_l - b^(l))
 * the data pulled back to the input space, s = learning rate times steps. A unit is off where a
 * &lt;= 0.
 */
@NullMarked
package org.phasegrid.worker.indicator.trunc;

import org.jspecify.annotations.NullMarked;
