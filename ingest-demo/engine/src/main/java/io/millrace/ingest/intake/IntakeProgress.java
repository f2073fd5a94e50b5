package io.millrace.ingest.intake;

import io.millrace.core.time.Ticker;
import io.millrace.ingest.status.PartState;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * What a source does and has done.
 *
 * <p><b>Threading:</b> changed by the source's thread and those that start and stop it, read by any.
 */
public final class IntakeProgress {

    private final Ticker ticker;
    private volatile PartState state;
    private volatile long read;
    private volatile long logged;
    private volatile long retries;

    IntakeProgress(Ticker ticker) {
        this.ticker = ticker;
        this.state = new PartState.Stopped(ticker.now());
    }

    /** Says what it does from now on. */
    public synchronized void state(Function<Instant, PartState> next) {
        state = next.apply(ticker.now());
    }

    synchronized void running() {
        if (!(state instanceof PartState.Running)) {
            state = new PartState.Running(ticker.now());
        }
    }

    synchronized void failed(String cause) {
        state = new PartState.Failed(ticker.now(), cause);
    }

    synchronized void retry(int attempt, Duration delay, String cause) {
        retries++;
        Instant since = state instanceof PartState.BackingOff before ? before.since() : ticker.now();
        state = new PartState.BackingOff(since, attempt, ticker.now().plus(delay), cause);
    }

    synchronized void read(int rows) {
        read += rows;
    }

    synchronized void logged(int rows) {
        logged += rows;
    }

    /** What it does now. */
    public PartState state() {
        return state;
    }

    /** Rows that polls gave. */
    public long read() {
        return read;
    }

    /** Rows that are on the disk. */
    public long logged() {
        return logged;
    }

    /** Attempts to open the source again, or to write to the disk. */
    public long retries() {
        return retries;
    }
}
