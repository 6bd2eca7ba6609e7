/** The acceptance statements of a sweep, judged from its tables. */
@NullMarked
package org.phasegrid.driver.check;

import org.jspecify.annotations.NullMarked;
