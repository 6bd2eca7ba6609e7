/** Tables in the formats of other tools: one file per format, and their list. */
@NullMarked
package org.phasegrid.driver.export;

import org.jspecify.annotations.NullMarked;
