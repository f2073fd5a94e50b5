package io.millrace.mq.app;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.failure.TransientException;
import io.millrace.mq.app.MessageJson.Put;
import io.millrace.mq.app.MessageJson.Stored;
import io.millrace.mq.queue.MessageId;
import io.millrace.mq.queue.NewMessage;
import io.millrace.mq.queue.PutResult;
import java.time.Duration;
import java.util.List;

/** Puts messages into a queue, durably where the queue is. */
record Putting(QueueNames.Named named) {

    /**
     * Stores them one after the other.
     *
     * @throws TransientException when the queue is full; the messages before the one it names were taken
     */
    Stored put(List<Put> messages) {
        int stored = 0;
        int duplicates = 0;
        int dropped = 0;
        try {
            for (Put message : messages) {
                PutResult result = named.queue().put(message(message));
                switch (result) {
                    case STORED -> stored++;
                    case DUPLICATE -> duplicates++;
                    case DROPPED -> dropped++;
                    case TOO_LARGE, FULL, LOG_FULL, CLOSED ->
                        refuse(result, stored + duplicates + dropped, messages.size());
                }
            }
        } finally {
            named.force();
        }
        return new Stored(stored, duplicates, dropped);
    }

    private void refuse(PutResult result, int taken, int all) {
        String which = all == 1 ? "" : "; %d of %d messages were taken".formatted(taken, all);
        if (result == PutResult.TOO_LARGE) {
            throw new InvalidRequestException(
                    Reason.UNPROCESSABLE, "the message is too large for queue '" + named.name() + "'" + which);
        }
        String why = result == PutResult.CLOSED
                ? "queue '%s' is closed".formatted(named.name())
                : "queue '%s' is full (%d messages)"
                        .formatted(named.name(), named.queue().depth());
        throw new TransientException(why + which);
    }

    private static NewMessage message(Put put) {
        Double ttl = put.ttlSeconds();
        return NewMessage.of(put.text() == null ? "" : put.text())
                .withKey(put.key())
                .withId(put.id() == null ? null : MessageId.of(put.id()))
                .withTtl(ttl == null ? Duration.ZERO : Duration.ofMillis((long) (ttl * 1e3)));
    }
}
