/**
 * A durable set of entries in the order in which they were appended: memory-mapped segment files with a checksum per
 * record, group commit, and recovery that tells a torn tail from damage. The files are described in
 * {@code docs/queue-durability.md}.
 */
@NullMarked
package io.millrace.mq.log;

import org.jspecify.annotations.NullMarked;
