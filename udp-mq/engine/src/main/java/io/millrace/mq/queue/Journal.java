package io.millrace.mq.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.core.failure.StreamException;
import io.millrace.core.time.Ticker;
import io.millrace.mq.log.MessageLog;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Writes one queue's messages to the node's log. An entry of the log is: version 1, length of the queue's name, name,
 * time of the put and end of life in milliseconds since 1970 (big-endian, the latter {@link Entry#NEVER} for none),
 * then the bytes of {@link Entry}.
 *
 * <p><b>Threading:</b> not thread-safe; the queue's lock guards it.
 */
final class Journal {

    private static final byte VERSION = 1;
    private static final int MAX_PENDING = 1 << 20;

    private final MessageLog log;
    private final byte[] name;
    private final Ticker ticker;
    private final ByteBuffer buffer = ByteBuffer.allocate(MessageQueue.MAX_ENTRY + 256);
    private final ArrayDeque<Long> pending = new ArrayDeque<>();

    Journal(MessageLog log, String name, Ticker ticker) {
        this.log = log;
        this.name = name.getBytes(UTF_8);
        this.ticker = ticker;
    }

    /** Appends an entry and notes its id in it. False when the log is full. */
    boolean append(byte[] block, int at, long nanos) {
        long expiry = Entry.expiryNanos(block, at);
        long now = ticker.now().toEpochMilli();
        buffer.clear();
        buffer.put(VERSION).put((byte) name.length).put(name).putLong(now);
        buffer.putLong(expiry == Entry.NEVER ? Entry.NEVER : now + (expiry - nanos) / 1_000_000);
        buffer.put(block, at, Entry.length(block, at)).flip();
        try {
            Entry.logId(block, at, log.append(buffer));
            return true;
        } catch (StreamException e) {
            return false;
        }
    }

    /**
     * Ends an entry's life. A full disk delays that: until it has room the message would come again after a restart.
     */
    void release(long id) {
        try {
            while (!pending.isEmpty()) {
                log.release(pending.getFirst());
                pending.removeFirst();
            }
            log.release(id);
        } catch (StreamException e) {
            if (pending.size() < MAX_PENDING) {
                pending.addLast(id);
            }
        }
    }

    /** The name of the queue that an entry of the log belongs to. */
    static String queueOf(ByteBuffer entry) {
        byte version = entry.get(entry.position());
        if (version != VERSION) {
            throw new IllegalStateException("the log has an entry of version " + version + ", this reads " + VERSION);
        }
        byte[] name = new byte[entry.get(entry.position() + 1) & 0xff];
        entry.get(entry.position() + 2, name);
        return new String(name, UTF_8);
    }

    /**
     * The entry within an entry of the log, its times turned into those of this process.
     *
     * @param id the log's
     */
    static byte[] restore(long id, ByteBuffer logged, long nanos, long epochMillis) {
        ByteBuffer rest = logged.duplicate();
        rest.position(rest.position() + 2 + (rest.get(rest.position() + 1) & 0xff));
        long put = rest.getLong();
        long expiry = rest.getLong();
        byte[] entry = new byte[rest.remaining()];
        rest.get(entry);
        Entry.putNanos(entry, 0, nanos - Math.max(0, epochMillis - put) * 1_000_000);
        Entry.expiryNanos(entry, 0, expiry == Entry.NEVER ? Entry.NEVER : nanos + (expiry - epochMillis) * 1_000_000);
        Entry.logId(entry, 0, id);
        return entry;
    }
}
