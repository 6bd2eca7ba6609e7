/**
 * The command line: one class per command, results on stdout, progress and logs on stderr, exit
 * codes of the contract.
 */
@NullMarked
package org.phasegrid.driver.command;

import org.jspecify.annotations.NullMarked;
