package io.millrace.mq.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A message to be put. Immutable, but for the array of its body, which whoever made it must leave alone. */
public final class NewMessage {

    private final byte[] body;
    private final @Nullable MessageId id;
    private final @Nullable String key;
    private final @Nullable String reason;
    private final Duration ttl;

    private NewMessage(
            byte[] body, @Nullable MessageId id, @Nullable String key, @Nullable String reason, Duration ttl) {
        this.body = body;
        this.id = id;
        this.key = key;
        this.reason = reason;
        this.ttl = ttl;
    }

    /** Only a body; the array is not copied. */
    public static NewMessage of(byte[] body) {
        return new NewMessage(body, null, null, null, Duration.ZERO);
    }

    /** Only a text. */
    public static NewMessage of(String text) {
        return of(text.getBytes(UTF_8));
    }

    /** With an id, by which a queue recognises it when it comes again. */
    public NewMessage withId(@Nullable MessageId other) {
        return new NewMessage(body, other, key, reason, ttl);
    }

    /** With a key, for {@code latest-by-key}; at most {@link MessageQueue#MAX_KEY} bytes of UTF-8. */
    public NewMessage withKey(@Nullable String other) {
        return other == null && key == null ? this : new NewMessage(body, id, other, reason, ttl);
    }

    /** With the reason why it is a dead letter; cut at {@link MessageQueue#MAX_REASON} bytes of UTF-8. */
    public NewMessage withReason(@Nullable String other) {
        return new NewMessage(body, id, key, other, ttl);
    }

    /** With a time to live of its own; zero means the queue's. */
    public NewMessage withTtl(Duration other) {
        return new NewMessage(body, id, key, reason, other);
    }

    /** The body itself. */
    @SuppressWarnings("EI_EXPOSE_REP") // one copy less per message; see the class comment
    public byte[] body() {
        return body;
    }

    public @Nullable MessageId id() {
        return id;
    }

    public @Nullable String key() {
        return key;
    }

    public @Nullable String reason() {
        return reason;
    }

    public Duration ttl() {
        return ttl;
    }
}
