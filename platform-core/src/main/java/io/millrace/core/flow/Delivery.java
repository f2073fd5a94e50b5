package io.millrace.core.flow;

import java.time.Instant;

/** What {@link Subscription#take} found. */
public sealed interface Delivery {

    /** The one {@link Empty}. */
    Delivery EMPTY = new Empty();

    /** The next rows, at least one. */
    record Rows(Chunk chunk) implements Delivery {}

    /**
     * At this position rows are missing for this reader.
     *
     * @param rows exactly how many, at least 1
     * @param bytes their encoded size
     * @param from when the first of them was published
     * @param to when the last of them was published
     */
    record Gap(long rows, long bytes, Instant from, Instant to) implements Delivery {}

    /**
     * At this position rows may be missing for every reader, and nobody knows how many: what gives the stream its rows
     * was lost for a while.
     *
     * @param from when it was lost
     * @param to when it was there again
     * @param reason for the reader
     */
    record Interruption(Instant from, Instant to, String reason) implements Delivery {}

    /** Nothing now; the subscription's wake-up runs when that changes. */
    record Empty() implements Delivery {}

    /** Nothing will ever come again; every later {@code take} says the same. */
    record End(EndReason reason) implements Delivery {}
}
