package io.millrace.connector.websocket;

import static java.util.Objects.requireNonNull;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.json.JsonRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The JSON objects that a WebSocket server sends, one a message, with the time of arrival; see {@link WebSocketSource}.
 */
public final class WebSocketRowSource implements Source<JsonRow> {

    private final WebSocketSource messages;
    private final BiConsumer<WebSocketMessage, String> refusals;

    /**
     * Reads a source's messages.
     *
     * @param messages not opened; this opens and closes it
     * @param refusals takes, in the thread that polls, messages that are no JSON object, and what is wrong with them
     */
    public WebSocketRowSource(WebSocketSource messages, BiConsumer<WebSocketMessage, String> refusals) {
        this.messages = requireNonNull(messages, "messages is null");
        this.refusals = requireNonNull(refusals, "refusals is null");
    }

    @Override
    public void open() {
        messages.open();
    }

    @Override
    public Poll<JsonRow> poll(Duration timeout) throws InterruptedException {
        return switch (messages.poll(timeout)) {
            case Poll.End<WebSocketMessage> _ -> new Poll.End<>();
            case Poll.Idle<WebSocketMessage> _ -> new Poll.Idle<>();
            case Poll.Batch<WebSocketMessage> batch -> rows(batch);
        };
    }

    private Poll<JsonRow> rows(Poll.Batch<WebSocketMessage> batch) {
        List<Record<JsonRow>> rows = new ArrayList<>(batch.records().size());
        for (Record<WebSocketMessage> message : batch.records()) {
            try {
                rows.add(message.withValue(message.value().row()));
            } catch (PoisonException e) {
                refusals.accept(message.value(), e.reason());
            }
        }
        if (rows.isEmpty()) {
            batch.ack().commit();
            return new Poll.Idle<>();
        }
        return new Poll.Batch<>(rows, batch.ack());
    }

    @Override
    public void close() {
        messages.close();
    }
}
