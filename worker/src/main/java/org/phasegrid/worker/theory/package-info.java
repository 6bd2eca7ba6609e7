/** What theory says in closed form, one file per theory: numbers in, numbers out. */
@NullMarked
package org.phasegrid.worker.theory;

import org.jspecify.annotations.NullMarked;
