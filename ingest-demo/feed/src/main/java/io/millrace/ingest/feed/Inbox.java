package io.millrace.ingest.feed;

import io.millrace.connector.websocket.WebSocketMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What has come and was not polled yet, handed over in the portions in which it came. It is bounded in messages and in
 * bytes; connections that find it full are not read. Searches, of which there is one at a time, always find room.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class Inbox {

    private static final long MAX_BYTES = 256L << 20;

    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();
    private int messages;
    private long bytes;
    private boolean rung;
    private boolean closed;

    Inbox(int capacity) {
        this.capacity = capacity;
    }

    /** Takes as many as there is room for, from the first; all when it is closed. */
    int offer(FeedSession from, List<WebSocketMessage> offered) {
        lock.lock();
        try {
            if (closed) {
                return offered.size();
            }
            int taken = 0;
            // one message always fits, however long it is
            while (taken < offered.size() && messages < capacity && (messages == 0 || bytes < MAX_BYTES)) {
                messages++;
                bytes += offered.get(taken).size();
                taken++;
            }
            if (taken > 0) {
                waiting.addLast(new Delivery.Messages(from, List.copyOf(offered.subList(0, taken))));
                changed.signal();
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    void put(Delivery.Searched searched) {
        lock.lock();
        try {
            waiting.addLast(searched);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Ends a running wait: something else has changed. */
    void ring() {
        lock.lock();
        try {
            rung = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waits; nothing is kept any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes what waits, and waits for it when there is nothing.
     *
     * @param nanos longest wait
     * @param limit about how many messages; whole portions are given
     * @return empty when nothing came, or was rung for
     */
    List<Delivery> take(long nanos, int limit) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !closed && !rung && left > 0) {
                left = changed.awaitNanos(left);
            }
            rung = false;
            List<Delivery> taken = new ArrayList<>();
            int count = 0;
            while (count < limit && !waiting.isEmpty()) {
                Delivery delivery = waiting.removeFirst();
                taken.add(delivery);
                if (delivery instanceof Delivery.Messages portion) {
                    count += portion.messages().size();
                    messages -= portion.messages().size();
                    for (WebSocketMessage message : portion.messages()) {
                        bytes -= message.size();
                    }
                }
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Messages that wait. */
    int depth() {
        lock.lock();
        try {
            return messages;
        } finally {
            lock.unlock();
        }
    }
}
