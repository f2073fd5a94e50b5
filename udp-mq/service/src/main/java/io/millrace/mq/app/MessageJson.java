package io.millrace.mq.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.millrace.core.failure.PoisonException;
import io.millrace.mq.queue.Delivery;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bodies of requests and answers about messages. */
final class MessageJson {

    private MessageJson() {}

    /**
     * A message to be put.
     *
     * @param text its body
     * @param id by which the deduplication window recognises it; null for none
     * @param key for {@code latest-by-key}; null for none
     * @param ttlSeconds time to live; null for the queue's
     */
    record Put(
            @Nullable String text,
            @Nullable String id,
            @Nullable String key,
            @Nullable Double ttlSeconds) {}

    /** What became of a put: how many messages were stored, known already, dropped by policy. */
    record Stored(int stored, int duplicates, int dropped) {}

    /** How many messages to lease, for how long, and how long to wait for the first; null for 1, the queue's, 0. */
    record Lease(
            @Nullable Integer max,
            @Nullable Double seconds,
            @Nullable Double waitSeconds) {}

    /** When a message shall be readable again, or its lease end; why it is rejected. */
    record Settle(@Nullable Double seconds, @Nullable String reason) {}

    /** How many dead letters to put back; null for all. */
    record Redrive(@Nullable Integer max) {}

    /**
     * A message that was leased, or a dead letter.
     *
     * @param lease what ack and nak name; left out of dead letters
     * @param text its body; left out when that is no UTF-8
     * @param base64 its body when that is no UTF-8
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Leased(
            @Nullable String lease,
            @Nullable String text,
            @Nullable String base64,
            @Nullable String key,
            @Nullable String reason,
            int deliveries,
            double ageSeconds) {

        static Leased of(Delivery delivery, boolean lease) {
            String text = null;
            String base64 = null;
            try {
                text = delivery.strictText();
            } catch (PoisonException _) {
                base64 = Base64.getEncoder().encodeToString(delivery.bytes());
            }
            return new Leased(
                    lease ? String.valueOf(delivery.leaseId()) : null,
                    text,
                    base64,
                    delivery.key(),
                    delivery.reason(),
                    delivery.deliveries(),
                    delivery.ageNanos() / 1e9);
        }
    }

    /** Messages, oldest first. */
    record Messages(List<Leased> messages) {
        Messages {
            messages = List.copyOf(messages);
        }
    }
}
