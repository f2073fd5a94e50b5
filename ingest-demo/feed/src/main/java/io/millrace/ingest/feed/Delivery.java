package io.millrace.ingest.feed;

import io.millrace.connector.websocket.WebSocketMessage;
import io.millrace.ingest.rest.Answer;
import java.util.List;

/** What waits to be polled. */
sealed interface Delivery {

    /** Messages of one connection, in their order. */
    record Messages(FeedSession from, List<WebSocketMessage> messages) implements Delivery {}

    /**
     * What came of a search.
     *
     * @param type the rows that were searched for: {@code ticker} or {@code match}
     */
    record Searched(String type, Answer answer) implements Delivery {}
}
