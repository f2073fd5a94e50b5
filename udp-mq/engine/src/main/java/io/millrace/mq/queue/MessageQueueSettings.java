package io.millrace.mq.queue;

import static java.util.Objects.requireNonNull;

import io.millrace.core.flow.Overflow;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The bounds and habits of one queue.
 *
 * @param name 1 to 100 letters, digits, dots, dashes and underscores: {@code orders}
 * @param maxMessages messages that it holds at most, ready, delayed and leased, at least 1
 * @param maxBytes bytes that it holds at most: bodies, keys and reasons, and {@link MessageQueue#OVERHEAD} for each
 *     message; at least one largest message
 * @param overflow what happens to a put when it is full; {@code disconnect} is refused, as a queue has no one reader to
 *     cut off
 * @param ttl how long a message may wait to be read; zero: for ever. Whoever puts can only shorten it
 * @param dedupeWindow how long an id is remembered; zero: no deduplication
 * @param dedupeCount how many ids are remembered at most, the oldest are forgotten first
 * @param leaseDuration how long a reader has before its message goes to another, unless it says otherwise
 * @param maxDeliveries a message that came back so often goes to the dead-letter queue, at least 1
 * @param retryHint how long a sender should wait when the queue is full
 * @param durable whether it lives in the node's log, if the node has one
 */
public record MessageQueueSettings(
        String name,
        int maxMessages,
        long maxBytes,
        Overflow overflow,
        Duration ttl,
        Duration dedupeWindow,
        int dedupeCount,
        Duration leaseDuration,
        int maxDeliveries,
        Duration retryHint,
        boolean durable) {

    /** The queue that the reference protocol means, which knows no names. */
    public static final String DEFAULT_NAME = "default";

    /** What the name of a dead-letter queue ends with. */
    public static final String DEAD_SUFFIX = ".dead";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Duration LONGEST = Duration.ofDays(3650);

    public MessageQueueSettings {
        requireNonNull(overflow, "overflow is null");
        if (!validName(name)) {
            throw new IllegalArgumentException(
                    "name must be 1 to 100 letters, digits, dots, dashes and underscores, was '" + name + "'");
        }
        if (maxMessages < 1) {
            throw new IllegalArgumentException("maxMessages must be at least 1, was " + maxMessages);
        }
        if (maxBytes < MessageQueue.MIN_BYTES) {
            throw new IllegalArgumentException(
                    "maxBytes must be at least " + MessageQueue.MIN_BYTES + ", was " + maxBytes);
        }
        if (overflow == Overflow.DISCONNECT) {
            throw new IllegalArgumentException("overflow must be block, drop-oldest, drop-newest or latest-by-key:"
                    + " a queue has no one reader whom disconnect could cut off");
        }
        if (dedupeCount < 1) {
            throw new IllegalArgumentException("dedupeCount must be at least 1, was " + dedupeCount);
        }
        if (maxDeliveries < 1) {
            throw new IllegalArgumentException("maxDeliveries must be at least 1, was " + maxDeliveries);
        }
        between("ttl", ttl, Duration.ZERO);
        between("dedupeWindow", dedupeWindow, Duration.ZERO);
        between("leaseDuration", leaseDuration, Duration.ofMillis(1));
        between("retryHint", retryHint, Duration.ofMillis(1));
    }

    private static void between(String what, Duration value, Duration least) {
        if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    what + " must be " + least.toMillis() + " ms to " + LONGEST.toDays() + " days, was " + value);
        }
    }

    /** Whether a queue may be called that. */
    public static boolean validName(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * Of that name: a million messages or 256 MiB, blocking, no time to live, ids remembered for two minutes and up to
     * 100,000, leases of 30 s, five deliveries, durable where there is a log.
     */
    public static MessageQueueSettings of(String name) {
        return new MessageQueueSettings(
                name,
                1_000_000,
                256L << 20,
                Overflow.BLOCK,
                Duration.ZERO,
                Duration.ofMinutes(2),
                100_000,
                Duration.ofSeconds(30),
                5,
                Duration.ofMillis(10),
                true);
    }

    public MessageQueueSettings withName(String other) {
        return new MessageQueueSettings(
                other,
                maxMessages,
                maxBytes,
                overflow,
                ttl,
                dedupeWindow,
                dedupeCount,
                leaseDuration,
                maxDeliveries,
                retryHint,
                durable);
    }

    /** Other bounds. */
    public MessageQueueSettings withBounds(int messages, long bytes) {
        return new MessageQueueSettings(
                name,
                messages,
                bytes,
                overflow,
                ttl,
                dedupeWindow,
                dedupeCount,
                leaseDuration,
                maxDeliveries,
                retryHint,
                durable);
    }

    public MessageQueueSettings withOverflow(Overflow other) {
        return new MessageQueueSettings(
                name,
                maxMessages,
                maxBytes,
                other,
                ttl,
                dedupeWindow,
                dedupeCount,
                leaseDuration,
                maxDeliveries,
                retryHint,
                durable);
    }

    public MessageQueueSettings withTtl(Duration other) {
        return new MessageQueueSettings(
                name,
                maxMessages,
                maxBytes,
                overflow,
                other,
                dedupeWindow,
                dedupeCount,
                leaseDuration,
                maxDeliveries,
                retryHint,
                durable);
    }

    /** Another deduplication window; zero time switches it off. */
    public MessageQueueSettings withDedupe(Duration window, int count) {
        return new MessageQueueSettings(
                name,
                maxMessages,
                maxBytes,
                overflow,
                ttl,
                window,
                count,
                leaseDuration,
                maxDeliveries,
                retryHint,
                durable);
    }

    /** Other terms for readers. */
    public MessageQueueSettings withLease(Duration duration, int deliveries) {
        return new MessageQueueSettings(
                name,
                maxMessages,
                maxBytes,
                overflow,
                ttl,
                dedupeWindow,
                dedupeCount,
                duration,
                deliveries,
                retryHint,
                durable);
    }

    public MessageQueueSettings withRetryHint(Duration other) {
        return new MessageQueueSettings(
                name,
                maxMessages,
                maxBytes,
                overflow,
                ttl,
                dedupeWindow,
                dedupeCount,
                leaseDuration,
                maxDeliveries,
                other,
                durable);
    }

    public MessageQueueSettings withDurable(boolean other) {
        return new MessageQueueSettings(
                name,
                maxMessages,
                maxBytes,
                overflow,
                ttl,
                dedupeWindow,
                dedupeCount,
                leaseDuration,
                maxDeliveries,
                retryHint,
                other);
    }

    /** Whether this is the dead-letter queue of another. */
    public boolean dead() {
        return name.endsWith(DEAD_SUFFIX);
    }

    /**
     * Of the queue's dead-letter queue: the same bounds, the oldest letters make room, no time to live, no
     * deduplication, any number of deliveries.
     */
    public MessageQueueSettings ofDead() {
        return new MessageQueueSettings(
                name + DEAD_SUFFIX,
                maxMessages,
                maxBytes,
                Overflow.DROP_OLDEST,
                Duration.ZERO,
                Duration.ZERO,
                1,
                leaseDuration,
                Integer.MAX_VALUE,
                retryHint,
                durable);
    }
}
