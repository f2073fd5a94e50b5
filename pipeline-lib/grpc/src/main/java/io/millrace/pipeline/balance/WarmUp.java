package io.millrace.pipeline.balance;

import io.millrace.core.time.Ticker;
import java.time.Duration;

/** Until when any server of a channel is young. */
final class WarmUp {

    private final Ticker ticker;
    private volatile long windowNanos;
    private volatile long youngUntilNanos;

    WarmUp(Ticker ticker) {
        this.ticker = ticker;
        this.youngUntilNanos = ticker.nanos();
    }

    void window(Duration window) {
        windowNanos = window.toNanos();
    }

    long windowNanos() {
        return windowNanos;
    }

    /** A server has connected; the answer is when that was. */
    long connected() {
        long now = ticker.nanos();
        youngUntilNanos = now + windowNanos;
        return now;
    }

    /** Whether no server is young any more. */
    boolean over(long nowNanos) {
        return nowNanos - youngUntilNanos >= 0;
    }
}
