package io.millrace.ingest.feed;

import static java.util.Objects.requireNonNull;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.failure.StreamException;
import io.millrace.core.json.JsonRow;
import io.millrace.core.time.Ticker;
import io.millrace.ingest.ledger.TradeLedger;
import io.millrace.ingest.rest.TradesClient;
import io.millrace.ingest.type.AccountingSource;
import io.millrace.ingest.type.FeedAccount;
import io.millrace.ingest.type.Gap;
import io.millrace.ingest.type.RememberingSource;
import io.millrace.ingest.type.SeriesAccount;
import io.millrace.ingest.type.SourceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The feed of Coinbase Exchange. A record is a message as it came, with the product as key and the exchange's time.
 *
 * <p><b>Complete:</b> of {@code ticker}, {@code matches} and {@code full} each trade since the first becomes exactly
 * one row of each: what comes twice is dropped by its trade id, what does not come within the grace is fetched by REST,
 * and what cannot be had is told with a reason. A row that was fetched has {@code "refilled":true}; its place is where
 * it was found, not where it belongs. What becomes of gaps is told, on request, by rows of the type {@code gap}. Rows
 * of other channels are given as they come, from one connection.
 *
 * <p><b>Delivery:</b> batches that were not committed are given again after a reopen; what came before a restart is
 * known from {@link #restore}, and the trades of the time between are fetched.
 *
 * <p><b>Failure:</b> transient when no connection stands; fatal when the exchange refuses the subscription.
 */
public final class CoinbaseSource implements RememberingSource, AccountingSource {

    /** Messages that one poll gives, about. */
    private static final int MAX_BATCH = 4_096;
    /** How often time is looked at while nothing comes. */
    private static final long LOOK = Duration.ofMillis(20).toNanos();

    private final FeedSettings settings;
    private final SourceContext context;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final Inbox inbox;
    private final Connections connections;
    private final Searcher searcher;
    /** Guards ledgers and tally, which other threads ask for accounts. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Ledgers ledgers;
    private final Tally tally = new Tally();
    private final Sorter sorter;
    // of the thread that polls
    private final ArrayDeque<List<Record<JsonRow>>> uncommitted = new ArrayDeque<>();
    private final ArrayDeque<List<Record<JsonRow>>> again = new ArrayDeque<>();
    private volatile boolean closed;

    CoinbaseSource(FeedSettings settings, SourceContext context, RandomGenerator random) {
        this.settings = requireNonNull(settings, "settings is null");
        this.context = requireNonNull(context, "context is null");
        this.random = requireNonNull(random, "random is null");
        this.ticker = context.ticker();
        this.inbox = new Inbox(settings.socket().queue().capacity());
        this.connections = new Connections(settings, ticker, random, inbox);
        this.searcher = new Searcher(new TradesClient(settings.rest(), settings.restRate(), ticker), inbox);
        this.ledgers = new Ledgers(settings, random);
        this.sorter = new Sorter(settings, ledgers, connections, tally);
    }

    @Override
    public void open() {
        for (List<Record<JsonRow>> batch : uncommitted.reversed()) {
            again.addFirst(batch);
        }
        uncommitted.clear();
        if (!closed) {
            connections.open();
        }
    }

    @Override
    public Poll<JsonRow> poll(Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        while (!closed) {
            if (!again.isEmpty()) {
                return give(again.removeFirst());
            }
            long wait = Math.min(left, LOOK);
            List<Delivery> deliveries = inbox.take(wait, MAX_BATCH);
            List<Record<JsonRow>> rows = sort(deliveries);
            if (!rows.isEmpty()) {
                return give(rows);
            }
            StreamException down = deliveries.isEmpty() ? connections.down() : null;
            if (down != null && !closed) {
                throw down;
            }
            left -= wait;
            if (left <= 0) {
                return closed ? new Poll.End<>() : new Poll.Idle<>();
            }
        }
        return new Poll.End<>();
    }

    private Poll<JsonRow> give(List<Record<JsonRow>> rows) {
        Poll.Batch<JsonRow> batch = new Poll.Batch<>(rows, () -> commit(rows));
        uncommitted.addLast(rows);
        return batch;
    }

    @SuppressWarnings("ReferenceEquality") // two batches may be equal in content
    private void commit(List<Record<JsonRow>> rows) {
        uncommitted.removeIf(other -> other == rows);
    }

    private List<Record<JsonRow>> sort(List<Delivery> deliveries) {
        Yield yield = new Yield();
        long nanos = ticker.nanos();
        Instant now = ticker.now();
        lock.lock();
        try {
            ledgers.tell(yield); // what the memory has brought
            for (Delivery delivery : deliveries) {
                switch (delivery) {
                    case Delivery.Messages messages -> sorter.sort(messages, nanos, now, yield);
                    case Delivery.Searched searched -> {
                        sorter.sort(searched, nanos, now, yield);
                        searcher.done();
                    }
                }
                ledgers.tell(yield);
            }
            connections.check(nanos);
            ledgers.tick(nanos, now);
            ledgers.tell(yield);
            Ledgers.Wanted wanted = searcher.busy() ? null : ledgers.wanted(nanos);
            if (wanted != null) {
                searcher.search(wanted);
            }
        } finally {
            lock.unlock();
        }
        for (Yield.Refused refused : yield.refused()) {
            context.refusals().refuse(refused.message().toBytes(), refused.reason());
        }
        return yield.rows();
    }

    @Override
    public void close() {
        closed = true;
        inbox.close();
        connections.close();
        searcher.close();
    }

    @Override
    public void restore(byte @Nullable [] state, Iterator<Record<JsonRow>> since) {
        lock.lock();
        try {
            long nanos = ticker.nanos();
            Instant now = ticker.now();
            if (state != null) {
                ledgers.read(state, nanos, () -> new TradeLedger(settings.ledger(), random));
            }
            while (since.hasNext()) {
                ledgers.kept(since.next(), nanos, now);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public byte[] state() {
        lock.lock();
        try {
            List<Record<JsonRow>> without = new ArrayList<>();
            uncommitted.forEach(without::addAll);
            again.forEach(without::addAll);
            return ledgers.write(without, ticker.nanos());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Gap> gaps() {
        lock.lock();
        try {
            return ledgers.gaps();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<SeriesAccount> series() {
        lock.lock();
        try {
            return ledgers.series();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public FeedAccount feed() {
        lock.lock();
        try {
            return new FeedAccount(
                    tally.messages,
                    tally.rows,
                    tally.duplicates,
                    tally.control,
                    tally.ignored,
                    tally.refused,
                    tally.fetched,
                    0,
                    connections.made(),
                    connections.standing(),
                    tally.lastMessage,
                    connections.lastError());
        } finally {
            lock.unlock();
        }
    }
}
