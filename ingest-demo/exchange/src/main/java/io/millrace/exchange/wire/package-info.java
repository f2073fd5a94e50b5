/** Bytes on the wire: texts built by hand and WebSocket frames, so that one encoding serves all subscribers. */
@NullMarked
package io.millrace.exchange.wire;

import org.jspecify.annotations.NullMarked;
