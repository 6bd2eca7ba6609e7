/** YAML 1.2 and JSON documents as trees that know their lines, and trees as canonical text. */
@NullMarked
package org.phasegrid.sweeps.document;

import org.jspecify.annotations.NullMarked;
