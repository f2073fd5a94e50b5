package io.millrace.vehicles.live;

import io.millrace.core.flow.Delivery;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What was replaced by something later before its follower took it. Guarded by the follower's lock. */
final class Superseded {

    private long total;
    private long rows;
    private long bytes;
    private Instant from = Instant.MAX;
    private Instant to = Instant.MIN;

    void add(int size, Instant when) {
        total++;
        rows++;
        bytes += size;
        from = when.isBefore(from) ? when : from;
        to = when.isAfter(to) ? when : to;
    }

    /** Since the beginning. */
    long total() {
        return total;
    }

    /** What was not told yet; null when there is nothing. */
    @Nullable
    Delivery take() {
        if (rows == 0) {
            return null;
        }
        Delivery gap = new Delivery.Gap(rows, bytes, from, to);
        rows = 0;
        bytes = 0;
        from = Instant.MAX;
        to = Instant.MIN;
        return gap;
    }
}
