/** Families of members: what a document chooses from by name, and the words that describe them. */
@NullMarked
package org.phasegrid.worker.family;

import org.jspecify.annotations.NullMarked;
