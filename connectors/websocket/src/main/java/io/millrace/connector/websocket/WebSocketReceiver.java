package io.millrace.connector.websocket;

import io.millrace.core.failure.StreamException;
import java.util.List;

/**
 * Takes what a {@link WebSocketLink} brings.
 *
 * <p><b>Threading:</b> called by the link's event loop, one call at a time; must not block.
 */
public interface WebSocketReceiver {

    /**
     * Messages that came together, oldest first.
     *
     * @param messages at least one; valid during the call only
     * @return how many were taken, from the first. The others are given again after {@link WebSocketLink#resume}, and
     *     the socket is not read until then
     */
    int received(List<WebSocketMessage> messages);

    /** The connection has ended, and nothing comes any more. Called once, unless the link was closed here. */
    void lost(StreamException cause);
}
