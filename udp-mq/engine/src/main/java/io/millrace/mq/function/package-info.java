/** What workers do with a message. */
@NullMarked
package io.millrace.mq.function;

import org.jspecify.annotations.NullMarked;
