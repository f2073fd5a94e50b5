package io.millrace.pipeline.grpc;

import org.jspecify.annotations.Nullable;

/**
 * A package at a server: waits for a worker, is worked on, and may be cancelled at any time. It either ends in
 * {@link #work} or, when it was cancelled before, in {@link #dropped}.
 */
abstract class HostedCall {

    private enum State {
        WAITING,
        AT_WORK,
        OVER
    }

    /** When it was given to the workers, nanoseconds. */
    long readyNanos;

    private State state = State.WAITING;
    private @Nullable Thread worker;

    /** Works on it; an interrupt means that nobody waits any more. */
    abstract void work();

    /** It was cancelled before it began. */
    abstract void dropped();

    /** Works on it on the calling thread, unless it was cancelled. */
    final void run() {
        synchronized (this) {
            if (state != State.WAITING) {
                return;
            }
            state = State.AT_WORK;
            worker = Thread.currentThread();
        }
        try {
            work();
        } finally {
            synchronized (this) {
                state = State.OVER;
                worker = null;
            }
            // an interrupt was meant for this package, not for the worker's next
            boolean _ = Thread.interrupted();
        }
    }

    /**
     * Nobody waits for it any more: interrupts who works on it.
     *
     * @return whether it had not begun and now never will
     */
    final boolean cancel() {
        synchronized (this) {
            if (worker != null) {
                worker.interrupt();
            }
            if (state != State.WAITING) {
                return false;
            }
            state = State.OVER;
        }
        dropped();
        return true;
    }
}
