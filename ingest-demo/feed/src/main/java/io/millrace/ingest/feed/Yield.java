package io.millrace.ingest.feed;

import io.millrace.connector.websocket.WebSocketMessage;
import io.millrace.core.Record;
import io.millrace.core.json.JsonRow;
import java.util.ArrayList;
import java.util.List;

/**
 * What a poll has made of deliveries.
 *
 * @param rows in order
 * @param refused what is to be kept before the rows are given
 */
record Yield(List<Record<JsonRow>> rows, List<Refused> refused) {

    /** A message that is no row. */
    record Refused(WebSocketMessage message, String reason) {}

    Yield() {
        this(new ArrayList<>(), new ArrayList<>());
    }
}
