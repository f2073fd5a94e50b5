package io.millrace.mq.queue;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.time.Ticker;
import io.millrace.mq.statistics.NodeMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One bounded queue: put, get, lease, acknowledge, dead letters, deduplication, time to live.
 *
 * <p>{@link #get} removes a message for good (at most once). {@link #lease} gives it to one reader for a time; it is
 * removed by {@link #ack}, and comes back when the lease runs out or by {@link #nak} (at least once). A message that
 * comes back for the {@link MessageQueueSettings#maxDeliveries}th time, or is {@link #reject rejected}, goes to
 * {@link #dead} with a reason. Order is first in, first out; what comes back stands where it stood.
 *
 * <p><b>Threading:</b> thread-safe, by one lock.
 *
 * <p><b>Blocking:</b> only the methods with a wait block. Waits measure real time, all else the ticker.
 */
public final class MessageQueue implements AutoCloseable {

    /** Bytes of the longest body: what a put of the reference protocol can carry in one datagram. */
    public static final int MAX_MESSAGE = 65_498;

    /** Bytes of the longest key. */
    public static final int MAX_KEY = 255;

    /** Bytes of the longest reason of a dead letter. */
    public static final int MAX_REASON = 1_024;

    /** Bytes that each message takes besides body, key and reason; an id takes 16 more. */
    public static final int OVERHEAD = Entry.HEADER;

    static final int MAX_ENTRY = Entry.HEADER + Entry.ID + MAX_KEY + MAX_REASON + MAX_MESSAGE;

    /** The smallest bound in bytes: one largest message. */
    public static final int MIN_BYTES = 67_000;

    private final MessageQueueSettings settings;
    private final @Nullable MessageQueue dead;
    private final QueueCore core;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition room = lock.newCondition();
    private int readersWaiting;
    private int writersWaiting;
    private boolean closed;

    MessageQueue(
            MessageQueueSettings settings,
            Ticker ticker,
            NodeMeter meter,
            @Nullable MessageQueue dead,
            @Nullable Journal journal) {
        this.settings = settings;
        this.dead = dead;
        this.core = new QueueCore(settings, ticker, meter, dead, journal);
    }

    /** An empty queue in memory, with a dead-letter queue of its own. */
    public static MessageQueue create(MessageQueueSettings settings, Ticker ticker, NodeMeter meter) {
        MessageQueue dead =
                settings.dead() ? null : new MessageQueue(settings.ofDead(), ticker, NodeMeter.NONE, null, null);
        return new MessageQueue(settings, ticker, meter, dead, null);
    }

    public String name() {
        return settings.name();
    }

    public MessageQueueSettings settings() {
        return settings;
    }

    /** Where its dead letters go; null when it is a dead-letter queue itself. */
    public @Nullable MessageQueue dead() {
        return dead;
    }

    /** Whether what it holds survives a restart, once forced. */
    public boolean durable() {
        return core.durable();
    }

    void recover(byte[] entry) {
        lock.lock();
        try {
            core.recover(entry);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Stores a message, or does with it what the policy says.
     *
     * @throws InvalidRequestException when the key is longer than {@link #MAX_KEY} bytes
     */
    public PutResult put(NewMessage message) {
        return put(PutArguments.from(message));
    }

    /** As the other, without an object for each message. */
    public PutResult put(PutArguments arguments) {
        lock.lock();
        try {
            if (closed) {
                return PutResult.CLOSED;
            }
            PutResult result = core.put(arguments);
            if (readersWaiting > 0 && result == PutResult.STORED) {
                filled.signal();
            }
            return result;
        } finally {
            lock.unlock();
        }
    }

    /** Stores messages of a batch in turn until there is no next, under one lock and with one look at the clock. */
    public void put(PutBatch batch) {
        lock.lock();
        try {
            long nanos = core.nanos();
            int stored = 0;
            for (PutArguments next = batch.next(); next != null; next = batch.next()) {
                PutResult result = closed ? PutResult.CLOSED : core.put(next, nanos);
                stored += result == PutResult.STORED ? 1 : 0;
                batch.result(result);
            }
            if (stored > 0) {
                core.stored(stored);
                if (readersWaiting > 0) {
                    filled.signalAll();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * As {@link #put(NewMessage)}, and waits while the queue or its log is full.
     *
     * @return {@link PutResult#FULL} or {@link PutResult#LOG_FULL} when that lasted longer
     */
    public PutResult put(NewMessage message, Duration wait) throws InterruptedException {
        PutArguments arguments = PutArguments.from(message);
        long rest = wait.toNanos();
        lock.lockInterruptibly();
        try {
            PutResult result = closed ? PutResult.CLOSED : core.put(arguments);
            while (rest > 0 && (result == PutResult.FULL || result == PutResult.LOG_FULL)) {
                rest = awaitRoom(rest);
                result = closed ? PutResult.CLOSED : core.put(arguments);
            }
            if (readersWaiting > 0 && result == PutResult.STORED) {
                filled.signal();
            }
            return result;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the caller loops
    private long awaitRoom(long rest) throws InterruptedException {
        // a full log has no one who tells when it has room again
        long slice = Math.min(rest, 100_000_000);
        writersWaiting++;
        try {
            return rest - slice + room.awaitNanos(slice);
        } finally {
            writersWaiting--;
        }
    }

    /** Removes and returns the first message; null when there is none. */
    public @Nullable Delivery get() {
        List<Delivery> one = new ArrayList<>(1);
        get(1, message -> one.add(message.copy()));
        return one.isEmpty() ? null : one.getFirst();
    }

    /**
     * Removes messages.
     *
     * @param max at most so many
     * @return how many, 0 when there are none or the visitor refused the first
     */
    public int get(int max, MessageVisitor visitor) {
        lock.lock();
        try {
            int count = closed ? 0 : core.get(max, visitor);
            tellWriters(count);
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #get()}, and waits for a message; null when none came. */
    public @Nullable Delivery get(Duration wait) throws InterruptedException {
        List<Delivery> one = new ArrayList<>(1);
        lock.lockInterruptibly();
        try {
            awaitMessage(wait, () -> false);
            tellWriters(closed ? 0 : core.get(1, message -> one.add(message.copy())));
        } finally {
            lock.unlock();
        }
        return one.isEmpty() ? null : one.getFirst();
    }

    /**
     * Gives messages to a reader for a time.
     *
     * @param max at most so many
     * @param duration how long; zero means the queue's {@link MessageQueueSettings#leaseDuration}
     */
    public List<Delivery> lease(int max, Duration duration) {
        List<Delivery> leased = new ArrayList<>();
        lease(max, duration, message -> leased.add(message.copy()));
        return leased;
    }

    /**
     * As the other, without an object for each message.
     *
     * @return how many, 0 when there are none or the visitor refused the first
     */
    public int lease(int max, Duration duration, MessageVisitor visitor) {
        lock.lock();
        try {
            return closed ? 0 : core.lease(max, leaseNanos(duration), visitor);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #lease(int, Duration)}, and waits for the first message. */
    public List<Delivery> lease(int max, Duration duration, Duration wait) throws InterruptedException {
        return lease(max, duration, wait, () -> false);
    }

    /** As the other, until someone says stop and {@link #wake}. */
    List<Delivery> lease(int max, Duration duration, Duration wait, BooleanSupplier stopped)
            throws InterruptedException {
        List<Delivery> leased = new ArrayList<>();
        lock.lockInterruptibly();
        try {
            awaitMessage(wait, stopped);
            if (!closed && !stopped.getAsBoolean()) {
                core.lease(max, leaseNanos(duration), message -> leased.add(message.copy()));
            }
        } finally {
            lock.unlock();
        }
        return leased;
    }

    private long leaseNanos(Duration duration) {
        return (duration.isZero() ? settings.leaseDuration() : duration).toNanos();
    }

    private void awaitMessage(Duration wait, BooleanSupplier stopped) throws InterruptedException {
        long rest = wait.toNanos();
        while (rest > 0 && !closed && !stopped.getAsBoolean() && core.look() == 0) {
            long slice = Math.max(1, core.untilNext(rest));
            readersWaiting++;
            try {
                rest -= slice - Math.max(0, filled.awaitNanos(slice));
            } finally {
                readersWaiting--;
            }
        }
    }

    /**
     * Removes a leased message for good.
     *
     * @return false when the lease had run out, or never was
     */
    public boolean ack(long leaseId) {
        lock.lock();
        try {
            boolean acked = core.ack(leaseId);
            tellWriters(acked ? 1 : 0);
            return acked;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives a leased message back, to be read again after a delay, at once when it is zero.
     *
     * @return false when the lease had run out, or never was
     */
    public boolean nak(long leaseId, Duration delay) {
        lock.lock();
        try {
            boolean given = core.nak(leaseId, delay.toNanos());
            if (readersWaiting > 0) {
                filled.signalAll();
            }
            return given;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets a lease end so much later than now; zero means the queue's {@link MessageQueueSettings#leaseDuration}.
     *
     * @return false when the lease had run out, or never was
     */
    public boolean extend(long leaseId, Duration duration) {
        lock.lock();
        try {
            return core.extend(leaseId, leaseNanos(duration));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends a leased message to the dead-letter queue. In a dead-letter queue it acknowledges.
     *
     * @return false when the lease had run out, or never was
     */
    public boolean reject(long leaseId, String reason) {
        lock.lock();
        try {
            boolean rejected = core.reject(leaseId, reason);
            tellWriters(rejected ? 1 : 0);
            return rejected;
        } finally {
            lock.unlock();
        }
    }

    private void tellWriters(int removed) {
        if (removed > 0 && writersWaiting > 0) {
            room.signalAll();
        }
    }

    /** Messages that can be read now. */
    public int depth() {
        lock.lock();
        try {
            return core.look();
        } finally {
            lock.unlock();
        }
    }

    public QueueStatus status() {
        lock.lock();
        try {
            return core.status();
        } finally {
            lock.unlock();
        }
    }

    /** Lets those who wait look again. */
    void wake() {
        lock.lock();
        try {
            filled.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends waits, and refuses puts and reads from now on. What is not in a log is lost with the process. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    static InvalidRequestException badName(String name) {
        return new InvalidRequestException(
                Reason.MALFORMED,
                "a queue's name is 1 to 100 letters, digits, dots, dashes and underscores, not '" + name + "'");
    }
}
