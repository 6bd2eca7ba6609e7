/**
 * From diagrams to pictures: our own small renderer, which needs no font, no screen and no clock.
 *
 * <p>Lengths are pixels of the PNG, x to the right and y down; text sizes are the em in pixels; a
 * color is {@code 0xRRGGBB}. A picture is a list of {@link org.phasegrid.driver.plot.Mark marks},
 * which two writers turn into PNG and SVG. Pixels are made with + - * / and sqrt alone, so they are
 * the same on every JVM; the PNG's bytes still depend on the system's zlib.
 */
@NullMarked
package org.phasegrid.driver.plot;

import org.jspecify.annotations.NullMarked;
