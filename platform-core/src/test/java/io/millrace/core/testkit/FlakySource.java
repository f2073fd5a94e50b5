package io.millrace.core.testkit;

import io.millrace.core.Poll;
import io.millrace.core.Source;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import java.time.Duration;
import java.util.function.IntFunction;

/** Another source, failing every n-th poll; for tests of what must survive that. */
public final class FlakySource<T> implements Source<T> {

    private final Source<T> inner;
    private final int every;
    private final IntFunction<StreamException> failure;
    private int polls;

    /** Fails with a {@code TransientException}. */
    public FlakySource(Source<T> inner, int every) {
        this(inner, every, poll -> new TransientException("poll " + poll + " fails on purpose"));
    }

    /**
     * Fails as told.
     *
     * @param every 2 for every second poll
     * @param failure by the number of the poll, from 1
     */
    public FlakySource(Source<T> inner, int every, IntFunction<StreamException> failure) {
        this.inner = inner;
        this.every = every;
        this.failure = failure;
    }

    @Override
    public void open() {
        inner.open();
    }

    @Override
    public Poll<T> poll(Duration timeout) throws InterruptedException {
        polls++;
        if (polls % every == 0) {
            throw failure.apply(polls);
        }
        return inner.poll(timeout);
    }

    @Override
    public void close() {
        inner.close();
    }
}
