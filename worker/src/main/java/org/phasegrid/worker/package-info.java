/** One run at the bottom: a {@code RunSpec} and some indicators in, a {@code RunRecord} out. */
@org.jspecify.annotations.NullMarked
package org.phasegrid.worker;
