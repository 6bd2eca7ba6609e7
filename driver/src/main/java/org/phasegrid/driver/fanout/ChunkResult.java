package org.phasegrid.driver.fanout;

import java.io.Serializable;

/**
 * A chunk done.
 *
 * @param chunk its name
 * @param shard its rows, to be kept as they are
 * @param runs how many it holds
 */
public record ChunkResult(String chunk, byte[] shard, int runs, int failed, int diverged)
    implements Serializable {}
