package org.phasegrid.driver.check;

/**
 * What came of one acceptance statement.
 *
 * @param name what is claimed
 * @param holds whether it does
 * @param figure the number that decided it, and what was wanted
 * @param rows how many rows it was judged by
 */
public record Verdict(String name, boolean holds, String figure, int rows) {}
