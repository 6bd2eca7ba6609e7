/**
 * From tables to diagrams: the runs of a sweep gathered into the cells of a grid, or into lines.
 *
 * <p>{@code x}, {@code y} are axes, a panel is one value of the facet axis; n is the number of runs
 * in a cell whose value is defined.
 */
@NullMarked
package org.phasegrid.driver.diagram;

import org.jspecify.annotations.NullMarked;
