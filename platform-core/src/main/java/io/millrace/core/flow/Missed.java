package io.millrace.core.flow;

import java.time.Instant;

/** A gap that still grows, until it is taken. */
final class Missed implements Entry {

    private long rows;
    private long bytes;
    private Instant from;
    private Instant to;

    Missed(Instant time) {
        from = time;
        to = time;
    }

    void add(Published published) {
        add(published.chunk().rows(), published.chunk().length(), published.time(), published.time());
    }

    /** This gap, grown by the other. */
    Missed and(Missed other) {
        add(other.rows, other.bytes, other.from, other.to);
        return this;
    }

    void add(long moreRows, long moreBytes, Instant first, Instant last) {
        rows += moreRows;
        bytes += moreBytes;
        from = first.isBefore(from) ? first : from;
        to = last.isAfter(to) ? last : to;
    }

    Delivery gap() {
        return new Delivery.Gap(rows, bytes, from, to);
    }
}
