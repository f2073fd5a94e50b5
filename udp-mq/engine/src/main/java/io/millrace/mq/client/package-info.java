/** Queues of another process, as client, source and sink. */
@NullMarked
package io.millrace.mq.client;

import org.jspecify.annotations.NullMarked;
