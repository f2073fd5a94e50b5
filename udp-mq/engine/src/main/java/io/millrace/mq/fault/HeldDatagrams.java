package io.millrace.mq.fault;

import java.nio.ByteBuffer;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Datagrams that wait for their time, in the order of it; bounded. */
final class HeldDatagrams {

    private final PriorityQueue<Held> queue = new PriorityQueue<>();
    private final int max;
    private long sequence;

    HeldDatagrams(int max) {
        this.max = max;
    }

    /** Keeps a copy of the remaining bytes; null when there is no room. */
    @Nullable
    Held hold(Flow flow, ByteBuffer datagram, long dueNanos) {
        if (queue.size() >= max) {
            return null;
        }
        byte[] bytes = new byte[datagram.remaining()];
        datagram.get(datagram.position(), bytes);
        Held held = new Held(flow, bytes, dueNanos, sequence++);
        queue.add(held);
        return held;
    }

    /** Sends what is due. */
    void release(long nowNanos) {
        for (Held held = queue.peek(); held != null && held.dueNanos - nowNanos <= 0; held = queue.peek()) {
            queue.remove();
            held.send();
        }
    }

    /** Milliseconds until the next is due, rounded up; -1 when none waits. */
    long waitMillis(long nowNanos) {
        Held next = queue.peek();
        return next == null ? -1 : Math.max(0, Math.ceilDiv(next.dueNanos - nowNanos, 1_000_000L));
    }

    /** One of them. It is sent once: when it is due, or earlier by its flow. */
    static final class Held implements Comparable<Held> {

        private final Flow flow;
        private final byte[] bytes;
        private final long dueNanos;
        private final long sequence;
        private boolean sent;

        private Held(Flow flow, byte[] bytes, long dueNanos, long sequence) {
            this.flow = flow;
            this.bytes = bytes;
            this.dueNanos = dueNanos;
            this.sequence = sequence;
        }

        void send() {
            if (!sent) {
                sent = true;
                flow.send(ByteBuffer.wrap(bytes));
            }
        }

        @Override
        public int compareTo(Held other) {
            int byTime = Long.signum(dueNanos - other.dueNanos);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }
}
