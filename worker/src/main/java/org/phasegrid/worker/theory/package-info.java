/** What can be said without training: closed forms and closed systems, with their papers. */
@NullMarked
package org.phasegrid.worker.theory;

import org.jspecify.annotations.NullMarked;
