/** Faults on purpose, by seed: loss, duplication, reordering, delay, garbling. */
@NullMarked
package io.millrace.mq.fault;

import org.jspecify.annotations.NullMarked;
