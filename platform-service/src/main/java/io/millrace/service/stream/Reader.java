package io.millrace.service.stream;

import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.flow.Chunk;
import io.millrace.core.flow.Delivery;
import io.millrace.core.flow.EndReason;
import io.millrace.core.flow.Subscription;
import io.millrace.core.time.Ticker;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reader from its request to its end: opens the feed on a virtual thread, then moves rows from the subscription to
 * the socket.
 *
 * <p><b>Threading:</b> confined to the socket's event loop, but for {@link #markWoken} and {@link #openFeed}.
 *
 * <p><b>Lifecycle:</b> opening, waiting for a first delivery, streaming, ended, gone. {@link #leave} may come in each
 * of them and frees everything: what is open is closed, what still opens is interrupted, and closed as soon as it is
 * there.
 */
final class Reader {

    /** What a pass wrote. */
    enum Write {
        NOTHING,
        /** Little enough that the next rows had better be merged with others. */
        SMALL,
        LARGE
    }

    private static final Logger log = LoggerFactory.getLogger(Reader.class);
    private static final int SMALL_WRITE_BYTES = 16 << 10;
    private static final long LINGER_NANOS = Duration.ofSeconds(30).toNanos();

    private final String stream;
    private final StreamRequest request;
    private final StreamProvider provider;
    private final StreamSettings settings;
    private final ReaderLoop loop;
    private final ReaderAccount account;
    private final Ticker ticker;
    private final AtomicBoolean woken = new AtomicBoolean();

    private @Nullable Entrance entrance;
    private @Nullable Thread opener;
    private @Nullable StreamFeed feed;
    private @Nullable Subscription subscription;
    private @Nullable Outlet outlet;
    private @Nullable Delivery held;
    private @Nullable String stopReason;
    private boolean entering;
    private boolean ended;
    private boolean stalled;
    private long enterAt;
    private long wroteAt;
    private long stalledAt;
    private long endedAt;
    private long rows;
    private long countedRows;
    private long droppedRows;

    Reader(
            String stream,
            StreamRequest request,
            StreamProvider provider,
            StreamSettings settings,
            ReaderLoop loop,
            ReaderAccount account,
            Ticker ticker) {
        this.stream = stream;
        this.request = request;
        this.provider = provider;
        this.settings = settings;
        this.loop = loop;
        this.account = account;
        this.ticker = ticker;
    }

    /** Starts to open the feed; the reader then comes in through the entrance, or is refused there. */
    void open(Entrance at) {
        entrance = at;
        loop.add(this);
        opener = Thread.ofVirtual().name("open-" + stream).start(this::openFeed);
    }

    private void openFeed() {
        StreamFeed open = null;
        try {
            StreamFeed made = provider.open(stream, request);
            open = made;
            Subscription subscribed = made.subscribe(() -> loop.wake(this));
            if (!loop.execute(() -> opened(made, subscribed))) {
                subscribed.close();
                made.close();
            }
        } catch (InterruptedException _) {
            // only leave interrupts, and then nobody waits for an answer
            loop.execute(() -> refuse(new TransientException("opening " + stream + " was interrupted")));
        } catch (RuntimeException | Error e) {
            if (open != null) {
                open.close();
            }
            loop.execute(() -> refuse(e));
        }
    }

    private void opened(StreamFeed made, Subscription subscribed) {
        opener = null;
        if (ended) {
            free(made, subscribed);
            return;
        }
        feed = made;
        subscription = subscribed;
        enterAt = ticker.nanos() + settings.firstDelivery().toNanos();
        loop.wakeAfter(settings.firstDelivery(), this);
        loop.wake(this);
    }

    private void refuse(Throwable failure) {
        Entrance at = entrance;
        if (!ended && at != null) {
            leave();
            at.refuse(failure);
        }
    }

    /** True when this reader did not already wait to be served. Thread-safe. */
    boolean markWoken() {
        return woken.compareAndSet(false, true);
    }

    /** Moves rows to the socket as far as it takes them, in one write. */
    Write serve() {
        woken.set(false);
        Subscription from = subscription;
        if (ended || from == null) {
            return Write.NOTHING;
        }
        try {
            Outlet out = outlet;
            if (out != null) {
                return move(from, out);
            }
            awaitFirst(from);
        } catch (RuntimeException e) {
            log.error("reader failed, stream={} remote={}", stream, request.remote(), e);
            leave();
            cut();
        }
        return Write.NOTHING;
    }

    /** Holds the head back until the first delivery: what fails before the first byte gets a status. */
    private void awaitFirst(Subscription from) {
        Entrance at = entrance;
        if (entering || at == null) {
            return;
        }
        Delivery first = from.take();
        if (first instanceof Delivery.End(EndReason.Failed(StreamException cause))) {
            refuse(cause);
        } else if (!(first instanceof Delivery.Empty)) {
            held = first;
            enter(at);
        } else if (ticker.nanos() >= enterAt) {
            enter(at);
        }
    }

    private void enter(Entrance at) {
        entering = true;
        at.enter().onSuccess(this::entered).onFailure(_ -> leave());
    }

    private void entered(Outlet entered) {
        outlet = entered;
        if (ended) {
            cut();
            return;
        }
        wroteAt = ticker.nanos();
        if (request.events() && feed != null) {
            entered.bytes(entered.encoding().event(StreamEvent.SCHEMA, feed.schemaJson()));
        }
        if (stopReason != null) {
            finish(entered, Ending.stopped(stopReason));
            return;
        }
        if (held == null) {
            entered.flush();
        }
        loop.wake(this);
    }

    private Write move(Subscription from, Outlet out) {
        if (out.full()) {
            stall(from, out);
            return Write.NOTHING;
        }
        stalled = false;
        boolean drained = false;
        while (!drained && out.pendingBytes() < settings.mergeBytes()) {
            switch (next(from)) {
                case Delivery.Rows(Chunk chunk) -> {
                    if (limitReached(out, chunk)) {
                        return finish(out, Ending.LIMIT);
                    }
                }
                case Delivery.Gap gap -> tell(out, gap);
                case Delivery.Interruption interruption -> tell(out, interruption);
                case Delivery.Empty _ -> drained = true;
                case Delivery.End(EndReason reason) -> {
                    return finish(out, Ending.from(reason));
                }
            }
        }
        int bytes = flush(out);
        if (!drained) {
            loop.wake(this);
        }
        if (bytes == 0) {
            return Write.NOTHING;
        }
        return bytes < SMALL_WRITE_BYTES ? Write.SMALL : Write.LARGE;
    }

    private int flush(Outlet out) {
        int bytes = out.pendingBytes();
        if (bytes > 0) {
            out.flush();
            wroteAt = ticker.nanos();
            count(bytes);
        }
        return bytes;
    }

    private void count(int bytes) {
        account.wrote(rows - countedRows, bytes);
        countedRows = rows;
    }

    private Delivery next(Subscription from) {
        Delivery first = held;
        held = null;
        return first == null ? from.take() : first;
    }

    /** Gathers rows up to the limit. */
    private boolean limitReached(Outlet out, Chunk chunk) {
        long left = request.limit().orElse(Long.MAX_VALUE) - rows;
        Chunk taken = chunk.rows() <= left ? chunk : chunk.slice(0, (int) left);
        out.rows(taken);
        rows += taken.rows();
        return taken.rows() == left;
    }

    private void tell(Outlet out, Delivery.Gap gap) {
        if (request.events() && feed != null) {
            JsonObject json = new JsonObject()
                    .put("rows", gap.rows())
                    .put("bytes", gap.bytes())
                    .put("from", gap.from().toString())
                    .put("to", gap.to().toString())
                    .put("overflow", feed.overflow().text());
            out.bytes(out.encoding().event(StreamEvent.GAP, json.encode()));
        }
    }

    /** A gap of unknown size is told as one whose rows are null. */
    private void tell(Outlet out, Delivery.Interruption interruption) {
        if (request.events()) {
            JsonObject json = new JsonObject()
                    .putNull("rows")
                    .put("from", interruption.from().toString())
                    .put("to", interruption.to().toString())
                    .put("reason", interruption.reason());
            out.bytes(out.encoding().event(StreamEvent.GAP, json.encode()));
        }
    }

    /** The socket takes nothing: that is what the subscription's bound and policy are for, up to the stall timeout. */
    private void stall(Subscription from, Outlet out) {
        if (from.cutOff() && from.take() instanceof Delivery.End(EndReason reason)) {
            finish(out, Ending.from(reason));
        } else if (!stalled) {
            stalled = true;
            stalledAt = ticker.nanos();
        }
    }

    /** Ends the stream and frees what is behind it; the socket has 30 s to take the rest. */
    private Write finish(Outlet out, Ending ending) {
        if (request.events() || (request.format() == Format.NDJSON && ending.early())) {
            out.bytes(out.encoding().event(ending.event(), ending.json(rows)));
        }
        count(out.pendingBytes());
        end();
        out.end(ending).onComplete(_ -> leave());
        return Write.NOTHING;
    }

    /** Ends the stream early, for a reason that is told. */
    void stop(String reason) {
        Outlet out = outlet;
        if (ended) {
            return;
        }
        if (out != null) {
            finish(out, Ending.stopped(reason));
        } else if (entering) {
            stopReason = reason;
        } else {
            refuse(new TransientException(reason));
        }
    }

    /** What is due from time to time: heartbeats, time limits, counts. */
    void keepHouse() {
        long now = ticker.nanos();
        Outlet out = outlet;
        if (ended) {
            if (now - endedAt > LINGER_NANOS) {
                cut();
                leave();
            }
            return;
        }
        countDropped();
        if (out == null) {
            return;
        }
        if (out.full()) {
            if (stalled && now - stalledAt > settings.stallTimeout().toNanos()) {
                finish(
                        out,
                        Ending.failed(new TransientException("reader took nothing for " + settings.stallTimeout())));
                cut();
            }
        } else if (request.heartbeat().isPositive()
                && now - wroteAt >= request.heartbeat().toNanos()) {
            beat(out);
        }
    }

    private void beat(Outlet out) {
        if (request.events()) {
            String json = new JsonObject().put("time", ticker.now().toString()).encode();
            out.bytes(out.encoding().event(StreamEvent.HEARTBEAT, json));
        } else {
            out.bareHeartbeat();
        }
        flush(out);
        wroteAt = ticker.nanos();
    }

    private void countDropped() {
        if (subscription != null && feed != null) {
            long dropped = subscription.droppedRows();
            if (dropped > droppedRows) {
                account.dropped(feed.overflow(), dropped - droppedRows);
                droppedRows = dropped;
            }
        }
    }

    /** The reader has gone, or all it was sent is out. */
    void leave() {
        end();
        loop.remove(this);
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        endedAt = ticker.nanos();
        countDropped();
        if (opener != null) {
            opener.interrupt();
        }
        if (feed != null && subscription != null) {
            free(feed, subscription);
        }
        feed = null;
        subscription = null;
        held = null;
        account.close();
    }

    private void cut() {
        if (outlet != null) {
            outlet.cut();
        }
    }

    private static void free(StreamFeed feed, Subscription subscription) {
        subscription.close();
        Thread.ofVirtual().name("close-feed").start(feed::close);
    }
}
