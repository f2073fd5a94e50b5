package io.millrace.mq.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.core.failure.PoisonException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** A message that was read from a queue. */
public final class Delivery {

    private final long leaseId;
    private final int deliveries;
    private final long ageNanos;
    private final @Nullable MessageId id;
    private final @Nullable String key;
    private final @Nullable String reason;
    private final byte[] body;

    /** A message that came from elsewhere, such as a datagram; it owns the array from now on. */
    public Delivery(
            long leaseId,
            int deliveries,
            long ageNanos,
            @Nullable MessageId id,
            @Nullable String key,
            @Nullable String reason,
            byte[] body) {
        this.leaseId = leaseId;
        this.deliveries = deliveries;
        this.ageNanos = ageNanos;
        this.id = id;
        this.key = key;
        this.reason = reason;
        this.body = body;
    }

    /** What an acknowledgement names; 0 when the message was read and removed at once. */
    public long leaseId() {
        return leaseId;
    }

    /** How often it has been given out, from 1. */
    public int deliveries() {
        return deliveries;
    }

    /** How long it was in the queue, in nanoseconds. */
    public long ageNanos() {
        return ageNanos;
    }

    /** Its sender's id; null when it has none. */
    public @Nullable MessageId id() {
        return id;
    }

    /** What it belongs to; null when it has none. */
    public @Nullable String key() {
        return key;
    }

    /** Why it is a dead letter; null when it is none. */
    public @Nullable String reason() {
        return reason;
    }

    /** The body; a copy. */
    public byte[] bytes() {
        return body.clone();
    }

    /** The body as text. What is no UTF-8 becomes U+FFFD. */
    public String text() {
        return new String(body, UTF_8);
    }

    /**
     * The body as text.
     *
     * @throws PoisonException when it is no UTF-8
     */
    public String strictText() {
        String text = text();
        if (text.indexOf('\uFFFD') < 0) {
            return text; // nothing was replaced
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw new PoisonException("a message of " + body.length + " bytes is not UTF-8", e);
        }
    }
}
