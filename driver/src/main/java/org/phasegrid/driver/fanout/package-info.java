/** Many runs done: chunks of a grid handed to threads or to Spark, their shards handed back. */
@NullMarked
package org.phasegrid.driver.fanout;

import org.jspecify.annotations.NullMarked;
