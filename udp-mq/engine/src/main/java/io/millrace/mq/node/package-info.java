/** A UDP port that serves queues. */
@NullMarked
package io.millrace.mq.node;

import org.jspecify.annotations.NullMarked;
