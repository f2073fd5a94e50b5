package io.millrace.ksql.rest;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A response that is written from a thread that may wait. What was written and not yet taken by the connection is
 * counted, and the writer waits while it is more than a bound: an answer that nobody reads holds that much memory.
 *
 * <p><b>Threading:</b> made on the event loop of the request; written by one thread.
 */
final class Outlet {

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final int maxPending;
    private final Duration stall;
    private final Runnable stalled;
    private final AtomicBoolean over = new AtomicBoolean();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition taken = lock.newCondition();
    private long pending;
    private boolean begun;
    private boolean gone;
    private @Nullable Runnable onGone;

    /**
     * For a response that has not begun.
     *
     * @param maxPending bytes
     * @param stall after which a reader that takes nothing is cut off
     * @param stalled is run when that happens
     */
    Outlet(HttpServerRequest request, int maxPending, Duration stall, Runnable stalled) {
        this.request = request;
        this.response = request.response();
        this.maxPending = maxPending;
        this.stall = stall;
        this.stalled = stalled;
        response.exceptionHandler(_ -> leave());
        response.closeHandler(_ -> leave());
    }

    /** Whether anything has been sent, so that the status can no longer be chosen. */
    boolean begun() {
        return begun;
    }

    /** What is to happen, at most once and soon, when the reader leaves before the end. */
    void onGone(Runnable action) {
        boolean already;
        lock.lock();
        try {
            already = gone;
            onGone = action;
        } finally {
            lock.unlock();
        }
        if (already) {
            action.run();
        }
    }

    private void leave() {
        Runnable action = null;
        lock.lock();
        try {
            if (!gone && !over.get()) {
                gone = true;
                action = onGone;
                taken.signalAll();
            }
        } finally {
            lock.unlock();
        }
        if (action != null) {
            action.run();
        }
    }

    /** Sends a whole answer. */
    void answer(int status, String contentType, byte[] body) {
        if (over.compareAndSet(false, true) && !response.closed()) {
            AccessRule.share(request);
            var _ = response.setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                    .end(Buffer.buffer(body));
        }
    }

    /** Begins an answer of unknown length. */
    void begin(String contentType) {
        begun = true;
        AccessRule.share(request);
        response.setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, contentType);
        // for proxies that would collect the answer before they pass it on
        response.putHeader("x-accel-buffering", "no");
    }

    /**
     * Writes, and waits while too much is not taken.
     *
     * @return false when there is no reader any more
     */
    boolean write(byte[] bytes) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (gone) {
                return false;
            }
            pending += bytes.length;
        } finally {
            lock.unlock();
        }
        response.write(Buffer.buffer(bytes)).onComplete(_ -> take(bytes.length));
        return awaitRoom();
    }

    private boolean awaitRoom() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long before = pending;
            long nanos = stall.toNanos();
            while (!gone && pending > maxPending) {
                nanos = taken.awaitNanos(nanos);
                if (pending < before) {
                    before = pending;
                    nanos = stall.toNanos();
                } else if (nanos <= 0) {
                    break;
                }
            }
            if (gone || pending <= maxPending) {
                return !gone;
            }
        } finally {
            lock.unlock();
        }
        stalled.run();
        cut();
        return false;
    }

    private void take(int bytes) {
        lock.lock();
        try {
            pending -= bytes;
            taken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Breaks the answer off. */
    void cut() {
        leave();
        // a stream of HTTP/2 goes alone, HTTP/1 loses its connection
        response.reset();
    }

    /** Ends an answer that was begun. */
    void end() {
        if (over.compareAndSet(false, true) && !response.closed()) {
            var _ = response.end();
        }
    }
}
