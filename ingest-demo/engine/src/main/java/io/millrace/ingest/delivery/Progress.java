package io.millrace.ingest.delivery;

import io.millrace.core.time.Ticker;
import io.millrace.ingest.status.PartState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a sink does and has done.
 *
 * <p><b>Threading:</b> changed by the sink's thread and those that start and stop it, read by any.
 */
final class Progress {

    private final Ticker ticker;
    private volatile PartState state;
    private volatile long rows;
    private volatile long batches;
    private volatile long retries;
    private volatile long lastRows;
    private volatile Duration lastInsert = Duration.ZERO;
    private volatile int pressure;
    private volatile @Nullable String lastError;
    private volatile long oldestUnderWay = Long.MAX_VALUE;

    Progress(Ticker ticker) {
        this.ticker = ticker;
        this.state = new PartState.Stopped(ticker.now());
    }

    synchronized void stored(int count, Duration time) {
        rows += count;
        batches++;
        lastRows = count;
        lastInsert = time;
        running();
    }

    synchronized void running() {
        if (!(state instanceof PartState.Running)) {
            state = new PartState.Running(ticker.now());
        }
    }

    synchronized void starting() {
        state = new PartState.Starting(ticker.now());
    }

    synchronized void stopped() {
        if (!(state instanceof PartState.Failed)) {
            state = new PartState.Stopped(ticker.now());
        }
    }

    synchronized void failed(String cause) {
        lastError = cause;
        state = new PartState.Failed(ticker.now(), cause);
    }

    synchronized void retry(int attempt, Duration delay, String cause) {
        retries++;
        lastError = cause;
        state = new PartState.BackingOff(
                state instanceof PartState.BackingOff before ? before.since() : ticker.now(),
                attempt,
                ticker.now().plus(delay),
                cause);
    }

    void error(String cause) {
        lastError = cause;
    }

    void pressure(int percent) {
        pressure = percent;
    }

    void underWay(long oldest) {
        oldestUnderWay = oldest;
    }

    PartState state() {
        return state;
    }

    long rows() {
        return rows;
    }

    long batches() {
        return batches;
    }

    long retries() {
        return retries;
    }

    long lastRows() {
        return lastRows;
    }

    Duration lastInsert() {
        return lastInsert;
    }

    int pressure() {
        return pressure;
    }

    @Nullable
    String lastError() {
        return lastError;
    }

    long oldestUnderWay() {
        return oldestUnderWay;
    }
}
