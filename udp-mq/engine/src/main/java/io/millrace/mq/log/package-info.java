/** A durable set of entries in the order in which they were appended. */
@NullMarked
package io.millrace.mq.log;

import org.jspecify.annotations.NullMarked;
