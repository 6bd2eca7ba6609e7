/** What is measured: each indicator says what it reports, when it looks and what it needs. */
@NullMarked
package org.phasegrid.worker.indicator;

import org.jspecify.annotations.NullMarked;
