/** Captured feeds, read message by message. */
@NullMarked
package io.millrace.exchange.play;

import org.jspecify.annotations.NullMarked;
