/** The command-line programs of the reference system, and those for topologies. */
@NullMarked
package io.millrace.mq.command;

import org.jspecify.annotations.NullMarked;
