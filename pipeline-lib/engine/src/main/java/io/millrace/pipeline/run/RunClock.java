package io.millrace.pipeline.run;

import io.millrace.core.time.Ticker;
import java.time.Instant;

/** Turns the ticker's nanoseconds into seconds since the epoch, without going back when the wall clock does. */
public final class RunClock {

    private final Ticker ticker;
    private final long originNanos;
    private final double originSeconds;

    public RunClock(Ticker ticker) {
        this.ticker = ticker;
        Instant now = ticker.now();
        this.originNanos = ticker.nanos();
        this.originSeconds = now.getEpochSecond() + now.getNano() / 1e9;
    }

    /** Nanoseconds of the ticker. */
    public long nanos() {
        return ticker.nanos();
    }

    /** Seconds since the epoch of a reading of {@link #nanos}. */
    public double epochSeconds(long nanos) {
        return originSeconds + (nanos - originNanos) / 1e9;
    }

    /** The ticker behind it. */
    public Ticker ticker() {
        return ticker;
    }
}
