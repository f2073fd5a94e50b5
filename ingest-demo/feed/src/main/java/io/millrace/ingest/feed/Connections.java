package io.millrace.ingest.feed;

import io.millrace.connector.websocket.WebSocketDialer;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.pipeline.Backoff;
import io.millrace.core.time.Ticker;
import io.millrace.ingest.rest.TokenBucket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to the feed. While one of them stands, the others are made again in the background; when none does,
 * that is for {@link #open}.
 *
 * <p><b>Threading:</b> called by the thread that polls, except the counters and {@link #close}.
 */
final class Connections implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Connections.class);
    /** What the exchange allows. */
    private static final int DIALS_A_SECOND = 8;

    private final FeedSettings settings;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final Inbox inbox;
    private final WebSocketDialer dialer;
    private final TokenBucket bucket;
    private final List<Slot> slots;
    private final AtomicLong made = new AtomicLong();
    private volatile @Nullable String lastError;
    private @Nullable FeedSession leader;
    private volatile boolean closed;

    Connections(FeedSettings settings, Ticker ticker, RandomGenerator random, Inbox inbox) {
        this.settings = settings;
        this.ticker = ticker;
        this.random = random;
        this.inbox = inbox;
        this.dialer = new WebSocketDialer(settings.socket(), ticker);
        this.bucket = new TokenBucket(DIALS_A_SECOND, ticker);
        this.slots = IntStream.range(0, settings.connections())
                .mapToObj(_ -> new Slot())
                .toList();
    }

    /** Makes one connection unless there is one. */
    void open() {
        if (standing() > 0) {
            return;
        }
        StreamException last = new TransientException("closed");
        for (Slot slot : slots) {
            try {
                slot.dial();
                return;
            } catch (StreamException e) {
                lastError = e.reason();
                last = e;
            }
        }
        throw last;
    }

    /** Looks after each connection, and begins to make those again that have ended. */
    void check(long nanos) {
        for (Slot slot : slots) {
            FeedSession session = slot.session;
            if (session != null) {
                session.check(nanos);
            }
            StreamException cause = session == null ? null : session.cause();
            if (cause != null) {
                ended(slot, cause);
            }
        }
        if (slots.size() > 1 && standing() > 0) {
            for (Slot slot : slots) {
                slot.dialBehind(nanos);
            }
        }
    }

    private void ended(Slot slot, StreamException cause) {
        slot.session = null;
        slot.cause = cause;
        lastError = cause.reason();
        log.warn("connection to {} has ended, cause={}", settings.socket().address(), cause.reason());
    }

    /** Whether rows other than trades are taken from this one: the first that stands. */
    boolean leads(FeedSession session) {
        FeedSession first = leader;
        if (first == null || !first.alive()) {
            first = slots.stream()
                    .map(slot -> slot.session)
                    .filter(other -> other != null && other.alive())
                    .findFirst()
                    .orElse(first == null ? session : first);
            leader = first;
        }
        return isSame(first, session);
    }

    @SuppressWarnings("ReferenceEquality") // it is about this very connection
    private static boolean isSame(@Nullable Object one, Object other) {
        return one == other;
    }

    /** Why there is no connection; null when there is one. */
    @Nullable
    StreamException down() {
        if (standing() > 0) {
            return null;
        }
        StreamException why =
                new TransientException("not connected to " + settings.socket().address());
        for (Slot slot : slots) {
            FeedSession session = slot.session;
            StreamException cause = session == null ? slot.cause : session.cause();
            if (cause != null) {
                why = cause;
            }
            if (cause instanceof FatalException) {
                return cause;
            }
        }
        return why;
    }

    /** Connections now. */
    int standing() {
        int standing = 0;
        for (Slot slot : slots) {
            FeedSession session = slot.session;
            if (session != null && session.alive()) {
                standing++;
            }
        }
        return standing;
    }

    /** Connections made so far. */
    long made() {
        return made.get();
    }

    @Nullable
    String lastError() {
        return lastError;
    }

    @Override
    public void close() {
        closed = true;
        for (Slot slot : slots) {
            FeedSession session = slot.session;
            if (session != null) {
                session.close();
            }
        }
        dialer.close();
    }

    /** The place of one connection. */
    private final class Slot {

        private final ReentrantLock dialing = new ReentrantLock();
        private volatile @Nullable FeedSession session;
        private volatile @Nullable StreamException cause;
        private volatile long retryAt;
        private final AtomicInteger attempts = new AtomicInteger();

        void dial() {
            dialing.lock();
            try {
                FeedSession now = session;
                if (closed || (now != null && now.alive())) {
                    return;
                }
                bucket.take();
                FeedSession begun = new FeedSession(inbox, settings.asked(), ticker.nanos());
                begun.begin(dialer.dial(begun));
                made.incrementAndGet();
                cause = null;
                attempts.set(0);
                // a connection that ends at once is not made again at once
                retryAt = ticker.nanos() + Backoff.DEFAULT.first().toNanos();
                session = begun;
                log.info("connected to {}", settings.socket().address());
                if (closed) {
                    begun.close();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TransientException("interrupted while connecting", e);
            } finally {
                dialing.unlock();
            }
        }

        void dialBehind(long nanos) {
            if (session != null || nanos - retryAt < 0 || dialing.isLocked() || closed) {
                return;
            }
            retryAt = nanos
                    + Backoff.DEFAULT.delay(attempts.incrementAndGet(), random).toNanos();
            var _ = Thread.ofVirtual().name("feed-dial").start(() -> {
                try {
                    dial();
                } catch (StreamException e) {
                    lastError = e.reason();
                    inbox.ring();
                }
            });
        }
    }
}
