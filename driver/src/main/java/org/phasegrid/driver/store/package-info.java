/**
 * Where results live: content-named shards while a sweep runs, sorted Arrow tables when it is done.
 */
@NullMarked
package org.phasegrid.driver.store;

import org.jspecify.annotations.NullMarked;
