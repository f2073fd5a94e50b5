package io.millrace.mq.worker;

import io.millrace.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;

/**
 * Turns, so many per second, or with a pause after each. Of a rate, turns that were missed are made up for, so their
 * intended times stay those of an even schedule.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class Pace {

    private static final double NANOS = 1e9;

    private final double rate;
    private final long pause;
    private final Ticker ticker;
    private boolean begun;
    private long origin;
    private Instant start = Instant.EPOCH;
    private long turns;

    private Pace(double rate, Duration pause, Ticker ticker) {
        this.rate = rate;
        this.pause = pause.toNanos() < 1000 ? 0 : pause.toNanos();
        this.ticker = ticker;
    }

    /**
     * A pace.
     *
     * @param rate turns per second; 0 when the pause says it
     * @param pause after each turn; less than a microsecond is none
     */
    static Pace of(double rate, Duration pause, Ticker ticker) {
        return new Pace(rate, pause, ticker);
    }

    /** How long until the next turn; zero or less when it is due. */
    long nanosUntilNext() {
        if (!begun || (rate == 0 && pause == 0)) {
            return 0;
        }
        return due() - (ticker.nanos() - origin);
    }

    /** Of a rate: by the schedule. Of a pause: counted from the last turn, which is the origin then. */
    private long due() {
        return rate > 0 ? (long) (turns * (NANOS / rate)) : pause;
    }

    /** Takes the next turn, which is due, and returns its intended time. */
    Instant take() {
        if (rate == 0) {
            begun = true;
            origin = ticker.nanos();
            return ticker.now();
        }
        if (!begun) {
            begun = true;
            origin = ticker.nanos();
            start = ticker.now();
        }
        return start.plusNanos((long) (turns++ * (NANOS / rate)));
    }

    /** Waits for the next turn; returns at once when the thread is told to stop. */
    void await() {
        try {
            long nanos = nanosUntilNext();
            if (nanos > 0) {
                ticker.sleep(Duration.ofNanos(nanos));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (rate > 0 || pause > 0) {
            take();
        }
    }

    /** Begins anew with the next turn, after a wait that was meant. */
    void restart() {
        begun = false;
        turns = 0;
    }
}
