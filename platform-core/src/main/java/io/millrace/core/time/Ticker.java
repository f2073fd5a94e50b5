package io.millrace.core.time;

import java.time.Duration;
import java.time.Instant;

/** A clock that can also wait. Thread-safe. */
public interface Ticker {

    /** The machine's clock. */
    Ticker SYSTEM = new SystemTicker();

    /** Nanoseconds from an arbitrary origin, never going back. */
    long nanos();

    /** Wall-clock time in UTC, with at least millisecond resolution. */
    Instant now();

    /**
     * Waits.
     *
     * @param duration zero or negative returns at once
     */
    void sleep(Duration duration) throws InterruptedException;
}
