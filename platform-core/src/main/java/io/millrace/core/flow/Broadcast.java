package io.millrace.core.flow;

import static java.util.Objects.requireNonNull;

import io.millrace.core.time.Ticker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream, many readers: rows are encoded once and every reader gets the same bytes. Each has a place, a bound and
 * an {@link Overflow} policy of its own, and is told what it missed, so a slow one hurts nobody else unless its policy
 * is {@link Overflow#BLOCK}.
 *
 * <p><b>Threading:</b> {@link #publish} and {@link #interrupt} are for one thread; all else is thread-safe.
 *
 * <p><b>Memory:</b> readers hold references to chunks, never copies, within their bounds; only conflated rows are
 * copied. One more reader costs a publish tens of nanoseconds.
 */
public final class Broadcast {

    private static final Logger log = LoggerFactory.getLogger(Broadcast.class);
    private static final BroadcastSubscription[] NOBODY = {};

    private final String name;
    private final Ticker ticker;
    private final DropListener listener;
    private final Object membership = new Object();
    private volatile BroadcastSubscription[] subscriptions = NOBODY;
    private volatile @Nullable EndReason end;

    /** A stream whose drops nobody counts. */
    public Broadcast(String name, Ticker ticker) {
        this(name, ticker, DropListener.NONE);
    }

    /**
     * A stream with no reader yet.
     *
     * @param name for logs
     */
    public Broadcast(String name, Ticker ticker, DropListener listener) {
        this.name = requireNonNull(name, "name is null");
        this.ticker = requireNonNull(ticker, "ticker is null");
        this.listener = requireNonNull(listener, "listener is null");
    }

    /**
     * Hands the chunk to every reader, and waits while a {@link Overflow#BLOCK} reader is full, after all others have
     * it. Without readers, after the end, or without rows nothing happens.
     *
     * @throws InterruptedException when interrupted while waiting; the readers waited for are told the chunk as a gap
     */
    public void publish(Chunk chunk) throws InterruptedException {
        BroadcastSubscription[] readers = subscriptions;
        if (readers.length == 0 || chunk.rows() == 0) {
            return;
        }
        Published published = new Published(chunk, ticker.nanos(), ticker.now());
        List<BroadcastSubscription> full = null;
        for (BroadcastSubscription reader : readers) {
            if (!offer(reader, published)) {
                full = full == null ? new ArrayList<>() : full;
                full.add(reader);
            }
        }
        if (full != null) {
            awaitRoom(full, published);
        }
    }

    private boolean offer(BroadcastSubscription reader, Published published) {
        try {
            return reader.offer(published);
        } catch (RuntimeException e) {
            drop(reader, e);
            return true;
        }
    }

    private void awaitRoom(List<BroadcastSubscription> full, Published published) throws InterruptedException {
        int done = 0;
        try {
            for (BroadcastSubscription reader : full) {
                try {
                    reader.offerWaiting(published);
                } catch (RuntimeException e) {
                    drop(reader, e);
                }
                done++;
            }
        } catch (InterruptedException e) {
            full.subList(done, full.size()).forEach(reader -> reader.miss(published));
            throw e;
        }
    }

    /**
     * Tells every reader that rows may be missing here and nobody knows how many. On the publisher's thread, between
     * the rows before and the rows after; waits for nobody.
     *
     * @param from when rows began to be missing
     * @param to when they came again
     * @param reason for the readers
     */
    public void interrupt(Instant from, Instant to, String reason) {
        Interrupted interrupted = new Interrupted(from, to, reason);
        for (BroadcastSubscription reader : subscriptions) {
            try {
                reader.interrupt(interrupted);
            } catch (RuntimeException e) {
                drop(reader, e);
            }
        }
    }

    /** A wake-up that throws is a bug of its reader, and must not become everyone's. */
    private void drop(BroadcastSubscription reader, RuntimeException cause) {
        log.error("reader dropped, its wake-up failed, stream={}", name, cause);
        reader.close();
    }

    /** Ends the stream: each reader gets what is pending, then the reason. The first reason counts. */
    public void end(EndReason reason) {
        BroadcastSubscription[] readers;
        synchronized (membership) {
            if (end != null) {
                return;
            }
            end = reason;
            readers = subscriptions;
            subscriptions = NOBODY;
        }
        for (BroadcastSubscription reader : readers) {
            try {
                reader.end(reason);
            } catch (RuntimeException e) {
                drop(reader, e);
            }
        }
    }

    /**
     * Adds a reader, who sees what is published from now on; after the end that is the end at once.
     *
     * @param wakeUp runs on the publisher's thread when something can be taken after {@code take} answered
     *     {@link Delivery.Empty}, and in any case when the reader is ended or cut off; it must be cheap, not block and
     *     not throw, and may come before this method has returned
     */
    public Subscription subscribe(SubscriberSettings settings, Runnable wakeUp) {
        BroadcastSubscription reader = new BroadcastSubscription(settings, listener, ticker, wakeUp, this::remove);
        EndReason ended;
        synchronized (membership) {
            ended = end;
            if (ended == null) {
                BroadcastSubscription[] more = Arrays.copyOf(subscriptions, subscriptions.length + 1);
                more[more.length - 1] = reader;
                subscriptions = more;
            }
        }
        if (ended != null) {
            reader.end(ended);
        }
        return reader;
    }

    private void remove(BroadcastSubscription reader) {
        synchronized (membership) {
            int index = Arrays.asList(subscriptions).indexOf(reader);
            if (index >= 0) {
                List<BroadcastSubscription> fewer = new ArrayList<>(Arrays.asList(subscriptions));
                fewer.remove(index);
                subscriptions = fewer.toArray(NOBODY);
            }
        }
    }

    /** How many readers there are; 0 after the end. */
    public int subscribers() {
        return subscriptions.length;
    }

    /** Why the stream ended; null while it has not. */
    public @Nullable EndReason endReason() {
        return end;
    }

    /** The name in logs. */
    public String name() {
        return name;
    }
}
