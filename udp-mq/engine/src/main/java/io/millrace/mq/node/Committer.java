package io.millrace.mq.node;

import io.millrace.core.failure.TransientException;
import io.millrace.core.time.Ticker;
import io.millrace.mq.frame.Frames;
import io.millrace.mq.log.MessageLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Holds back the replies that say that something is durable until it is. While one group is being written to the disk,
 * the node's loop goes on receiving and fills the next; all of a group share one write.
 *
 * <p>When the disk refuses, the replies are dropped: their clients ask again, and then it is tried again.
 *
 * <p><b>Threading:</b> {@link #add} and {@link #durable} are for the node's loop, {@link #run} for a thread of its own,
 * {@link #close} for any.
 */
final class Committer implements Runnable {

    private static final int MAX_REPLIES = 8_192;
    private static final int MAX_BYTES = 4 << 20;

    /** Replies that wait for the same write. */
    private static final class Group {
        private final InetSocketAddress[] peers = new InetSocketAddress[MAX_REPLIES];
        private final int[] ends = new int[MAX_REPLIES];
        private byte[] bytes = new byte[64 << 10];
        private int count;

        boolean hasRoom(int length) {
            return count < MAX_REPLIES && used() + length <= MAX_BYTES;
        }

        private int used() {
            return count == 0 ? 0 : ends[count - 1];
        }

        void add(InetSocketAddress peer, byte[] reply, int length) {
            int from = used();
            if (bytes.length < from + length) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, from + length));
            }
            System.arraycopy(reply, 0, bytes, from, length);
            peers[count] = peer;
            ends[count++] = from + length;
        }
    }

    private final MessageLog log;
    private final DatagramChannel channel;
    private final NodeCounters counters;
    private final RareLogs logs;
    private final Ticker ticker;
    private final ByteBuffer out = ByteBuffer.allocateDirect(Frames.MAX_DATAGRAM);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Group filling = new Group();
    private Group spare = new Group();
    private boolean closed;

    Committer(MessageLog log, DatagramChannel channel, NodeCounters counters, RareLogs logs, Ticker ticker) {
        this.log = log;
        this.channel = channel;
        this.counters = counters;
        this.logs = logs;
        this.ticker = ticker;
    }

    long durable() {
        return log.durable();
    }

    /** Takes a reply; waits while a whole group is full, which lets the kernel's buffer fill instead of ours. */
    void add(InetSocketAddress peer, byte[] reply, int length) {
        lock.lock();
        try {
            while (!closed && !filling.hasRoom(length)) {
                changed.awaitUninterruptibly();
            }
            if (!closed) {
                filling.add(peer, reply, length);
                if (filling.count == 1) {
                    changed.signalAll();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        for (Group group = next(); group != null; group = next()) {
            try {
                log.force();
                send(group);
            } catch (TransientException e) {
                logs.failed().warn("the log can not be forced, replies={}: {}", group.count, e.reason());
                pause();
            } catch (RuntimeException e) {
                logs.failed().warn("replies could not be sent, replies={}: {}", group.count, e);
            }
            recycle(group);
        }
    }

    private @Nullable Group next() {
        lock.lock();
        try {
            while (!closed && filling.count == 0) {
                changed.awaitUninterruptibly();
            }
            if (closed) {
                return null;
            }
            Group full = filling;
            filling = spare;
            changed.signalAll();
            return full;
        } finally {
            lock.unlock();
        }
    }

    private void recycle(Group group) {
        Arrays.fill(group.peers, 0, group.count, null);
        group.count = 0;
        lock.lock();
        try {
            spare = group;
        } finally {
            lock.unlock();
        }
    }

    private void send(Group group) {
        int from = 0;
        for (int i = 0; i < group.count; i++) {
            int length = group.ends[i] - from;
            out.clear();
            out.put(0, group.bytes, from, length).limit(length);
            from = group.ends[i];
            try {
                channel.send(out, group.peers[i]);
                counters.datagramsOut.increment();
                counters.bytesOut.add(length);
            } catch (IOException e) {
                counters.sendFailures.increment();
                logs.failed().warn("a reply could not be sent, peer={}: {}", group.peers[i], e);
            }
        }
    }

    private void pause() {
        try {
            ticker.sleep(Duration.ofMillis(100));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
