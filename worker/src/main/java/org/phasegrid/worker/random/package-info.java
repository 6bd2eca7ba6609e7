/**
 * Random numbers by name, not by turn: a number is a function of a seed, a path of names and an
 * index.
 */
@NullMarked
package org.phasegrid.worker.random;

import org.jspecify.annotations.NullMarked;
