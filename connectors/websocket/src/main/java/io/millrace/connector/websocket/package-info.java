/** Messages of a WebSocket server as a source. */
@NullMarked
package io.millrace.connector.websocket;

import org.jspecify.annotations.NullMarked;
