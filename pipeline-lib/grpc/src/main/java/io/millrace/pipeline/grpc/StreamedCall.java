package io.millrace.pipeline.grpc;

import io.millrace.core.failure.StreamException;
import io.millrace.pipeline.proto.StreamResult;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One package on its way over a stream, and the thread that waits for it, which makes it. */
final class StreamedCall {

    /** What came of it. */
    sealed interface Outcome {
        /** An answer: the bytes of a {@link StreamResult}. */
        @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
        record Answered(byte[] result) implements Outcome {}

        /** It may have run, and no answer will come; or nobody is there. */
        record Failed(StreamException failure) implements Outcome {}

        /** It never left: it may go over another stream. */
        record NotSent(StreamException why) implements Outcome {}

        /** The server knows no streams. */
        record NoStreams() implements Outcome {}

        /** No answer in time. */
        record Late() implements Outcome {}
    }

    private enum State {
        WAITING,
        SENT,
        GIVEN_UP
    }

    private final long number;
    private final Encoded request;
    private final long endNanos;
    private final Thread waiter = Thread.currentThread();
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();

    /**
     * A package of the calling thread.
     *
     * @param number unique among those of the stream
     * @param endNanos until when there must be an outcome; the stream sees to that
     */
    StreamedCall(long number, Encoded request, long endNanos) {
        this.number = number;
        this.request = request;
        this.endNanos = endNanos;
    }

    Encoded request() {
        return request;
    }

    long number() {
        return number;
    }

    long endNanos() {
        return endNanos;
    }

    /** It is about to be sent; false when nobody waits for it any more. */
    boolean send() {
        return state.compareAndSet(State.WAITING, State.SENT);
    }

    boolean sent() {
        return state.get() == State.SENT;
    }

    /** Nobody waits for it any more. */
    void giveUp() {
        boolean _ = state.compareAndSet(State.WAITING, State.GIVEN_UP);
        end(new Outcome.Late());
    }

    void end(Outcome how) {
        if (outcome.compareAndSet(null, how)) {
            LockSupport.unpark(waiter);
        }
    }

    /** Waits; an interrupt leaves it on its way. */
    Outcome await() throws InterruptedException {
        for (Outcome now = outcome.get(); ; now = outcome.get()) {
            if (now != null) {
                return now;
            }
            LockSupport.park(this);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while the package was on its way");
            }
        }
    }
}
