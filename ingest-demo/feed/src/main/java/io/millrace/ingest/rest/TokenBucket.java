package io.millrace.ingest.rest;

import static java.util.Objects.requireNonNull;

import io.millrace.core.time.Ticker;
import java.time.Duration;

/**
 * Lets so many pass in a second, and as many at once after a rest.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class TokenBucket {

    private final Ticker ticker;
    private final long nanosEach;
    private final long burstNanos;
    /** When the bucket was empty, or will be. */
    private long emptyAt;

    /**
     * A full bucket.
     *
     * @param perSecond how many pass in a second, at least 1
     */
    public TokenBucket(int perSecond, Ticker ticker) {
        if (perSecond < 1) {
            throw new IllegalArgumentException("perSecond must be at least 1, was " + perSecond);
        }
        this.ticker = requireNonNull(ticker, "ticker is null");
        nanosEach = 1_000_000_000L / perSecond;
        burstNanos = nanosEach * perSecond;
        emptyAt = ticker.nanos() - burstNanos;
    }

    /** Waits for its turn. */
    public void take() throws InterruptedException {
        ticker.sleep(Duration.ofNanos(reserve()));
    }

    /** How long to wait from now. */
    private synchronized long reserve() {
        long now = ticker.nanos();
        emptyAt = Math.max(emptyAt, now - burstNanos) + nanosEach;
        return Math.max(0, emptyAt - now);
    }
}
