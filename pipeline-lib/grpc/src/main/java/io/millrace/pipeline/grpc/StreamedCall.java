package io.millrace.pipeline.grpc;

import io.millrace.core.failure.StreamException;
import io.millrace.pipeline.proto.StreamCall;
import io.millrace.pipeline.proto.StreamResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** One package on its way over a stream, and the thread that waits for it. */
final class StreamedCall {

    /** What came of it. */
    sealed interface Outcome {
        /** An answer. */
        record Answered(StreamResult result) implements Outcome {}

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

    private final StreamCall message;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    StreamedCall(StreamCall message) {
        this.message = message;
    }

    StreamCall message() {
        return message;
    }

    long number() {
        return message.getNumber();
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
        boolean _ = outcome.complete(how);
    }

    /** Waits; an interrupt or the end of the time leave it on its way. */
    Outcome await(long nanos) throws InterruptedException {
        try {
            return outcome.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return new Outcome.Late();
        } catch (ExecutionException e) {
            throw new IllegalStateException("only outcomes end a call", e);
        }
    }
}
