/** What is told about a sweep: the page of a folder, and the papers that a sweep rests on. */
@NullMarked
package org.phasegrid.driver.report;

import org.jspecify.annotations.NullMarked;
