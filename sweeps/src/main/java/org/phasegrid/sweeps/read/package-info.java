/**
 * From documents to records: sweeps read with all their problems at once.
 *
 * <pre>
 * sweep: name                      else the file's
 * base: {component: ...}           components of a RunSpec; any scalar may be "=expression"
 * axes:                            dimensions of the grid as declared, the last fastest
 *   path: [values]                 numbers, words, members
 *   path: {log10: {from: 1e-3, to: 10, points: 5}}     values; points, step (decades) or per-decade
 *   path: {log2: {from: 0, to: 6, step: 0.1}}          exponents: 2^0, 2^0.1, ..., 2^6
 *   path: {linear: {from: 0, to: 1, points: 11}}       values; points or step
 *   path: {seeds: 5}               the value of base, +1, ..., +4
 *   zip: {path: axis, path: axis}  one dimension of axes of equal length; a list of such: several
 * let: {name: axis or value or "=expression"}          axes of let come after those of axes
 * where: condition                 or a list of which all must hold
 * exclude: condition               or a list of which none may hold
 * replicas: [seed]                 axes that cells aggregate over; by default seed, if it is one
 * measure: [indicator, {indicator: {parameters, as: name}}]     by default trainability
 * draw: [{plot: {x, y, color, facet, over, by, scale, theory, name}}]     axes by path or column
 * check: [{name, over, where, that, reference: {csv, on}}]
 * </pre>
 *
 * <p>A path names components and skips the names of members ({@code architecture.width}); the one
 * parameter of a member also goes by the member's name ({@code learning-rate.over-sharpness}),
 * which makes it the member. Items of lists count from 1 ({@code layer-rates.1}). An expression
 * sees the columns of axes, names of let, and the constants of base by their column names.
 */
@NullMarked
package org.phasegrid.sweeps.read;

import org.jspecify.annotations.NullMarked;
