/** Many runs done: fan-out, Arrow tables, diagrams and the command line. */
@NullMarked
package org.phasegrid.driver;

import org.jspecify.annotations.NullMarked;
