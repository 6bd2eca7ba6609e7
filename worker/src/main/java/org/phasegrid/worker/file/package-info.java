/**
 * Arrays that a data set or an initialization names: content by hash, and the formats they come in.
 */
@NullMarked
package org.phasegrid.worker.file;

import org.jspecify.annotations.NullMarked;
