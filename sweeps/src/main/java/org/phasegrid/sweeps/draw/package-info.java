/** What a sweep document asks to be drawn: pictures named by columns, never by code. */
@NullMarked
package org.phasegrid.sweeps.draw;

import org.jspecify.annotations.NullMarked;
