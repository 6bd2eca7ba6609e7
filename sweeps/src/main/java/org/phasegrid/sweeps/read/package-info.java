/** From documents to records: sweeps read with all their problems at once. */
@NullMarked
package org.phasegrid.sweeps.read;

import org.jspecify.annotations.NullMarked;
