package io.millrace.sql.exec.stage;

import io.millrace.core.failure.FatalException;
import io.millrace.core.time.Ticker;
import java.util.SplittableRandom;

/** What the stages of one running query share. */
public final class QueryContext {

    private final Ticker ticker;
    private final QueryLimits limits;
    private final long seed;
    private long seeds;
    private boolean ended;
    private long lateRows;

    /** @param seed start of the random sequences of this run */
    public QueryContext(Ticker ticker, QueryLimits limits, long seed) {
        this.ticker = ticker;
        this.limits = limits;
        this.seed = seed;
    }

    public Ticker ticker() {
        return ticker;
    }

    /** A seed that no other part of the query has. */
    public long nextSeed() {
        return new SplittableRandom(seed + ++seeds).nextLong();
    }

    QueryLimits limits() {
        return limits;
    }

    /** True when no more input is wanted: a limit has been reached, and everything after it has been finished. */
    public boolean ended() {
        return ended;
    }

    void end() {
        ended = true;
    }

    /** Rows dropped because their window had been emitted, or because they have no time. */
    public long lateRows() {
        return lateRows;
    }

    void addLateRows(long rows) {
        lateRows += rows;
    }

    void checkGroups(int groups) {
        if (groups > limits.maxGroups()) {
            throw new FatalException("the query has more than " + limits.maxGroups() + " groups or distinct keys");
        }
    }

    void checkStateBytes(long bytes) {
        if (bytes > limits.maxStateBytes()) {
            throw new FatalException("the query keeps more than " + limits.maxStateBytes() + " bytes of keys or rows");
        }
    }

    void checkBufferedRows(long rows) {
        if (rows > limits.maxBufferedRows()) {
            throw new FatalException("the query has to sort more than " + limits.maxBufferedRows() + " rows");
        }
    }
}
