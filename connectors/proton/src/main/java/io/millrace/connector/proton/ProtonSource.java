package io.millrace.connector.proton;

import io.millrace.core.Ack;
import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.flow.DropListener;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.QueueSettings;
import io.millrace.core.flow.QueueSource;
import io.millrace.core.time.Ticker;
import io.millrace.sql.GapListener;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a query on a Proton. A virtual thread reads blocks and hands them over one by one; while nobody polls it
 * does not read, and the server waits.
 */
final class ProtonSource implements Source<RowBatch> {

    private static final Logger log = LoggerFactory.getLogger(ProtonSource.class);

    /** Blocks that may wait to be polled. */
    private static final int BLOCKS = 2;

    private sealed interface Item {}

    private record Rows(RowBatch batch) implements Item {}

    private record Gap(Instant from, Instant to, String reason) implements Item {}

    /** When and why the server was lost. */
    private record Loss(Instant at, String reason) {}

    private final Connections connections;
    private final Definitions definitions;
    private final Script script;
    private final Schema planned;
    private final boolean bounded;
    private final GapListener gaps;
    private final Ticker ticker;
    private final Consumer<ProtonSource> onOver;
    private volatile @Nullable QueueSource<Item> handOver;
    private @Nullable ProtonConnection connection;
    private @Nullable Thread reader;
    private CountDownLatch over = new CountDownLatch(0);
    private boolean closed;
    /** Keeps others from making our streams anew; null while nothing is read. */
    private Definitions.@Nullable Reading reading;

    /** @param onOver runs when the query has ended or was closed, perhaps more than once */
    ProtonSource(
            Connections connections,
            Definitions definitions,
            Script script,
            Schema planned,
            boolean bounded,
            GapListener gaps,
            Ticker ticker,
            Consumer<ProtonSource> onOver) {
        this.connections = connections;
        this.definitions = definitions;
        this.script = script;
        this.planned = planned;
        this.bounded = bounded;
        this.gaps = gaps;
        this.ticker = ticker;
        this.onOver = onOver;
    }

    @Override
    public void open() {
        synchronized (this) {
            if (closed || reader != null) {
                return;
            }
        }
        connections.enter();
        boolean running = false;
        try {
            connect();
            running = run();
        } finally {
            if (!running) {
                disconnect();
                leave();
            }
        }
    }

    private synchronized boolean run() {
        if (closed) {
            return false;
        }
        QueueSource<Item> queue = new QueueSource<>(new QueueSettings(Overflow.BLOCK, BLOCKS, 1), DropListener.NONE);
        handOver = queue;
        over = new CountDownLatch(1);
        reader = Thread.ofVirtual().name("proton-query").start(() -> read(queue));
        return true;
    }

    /** Connects and starts the query, with its set-up when the server has forgotten it. */
    private void connect() {
        ProtonConnection opened = connections.open();
        synchronized (this) {
            connection = opened;
            if (closed) {
                opened.close();
            }
        }
        try {
            if (reading == null) {
                reading = definitions.enter(script, () -> script.setUp(opened));
            }
            Schema schema = script.beginAgain(opened);
            if (!schema.equals(planned)) {
                throw new FatalException("the query has other columns than when its pipeline was started");
            }
        } catch (IOException e) {
            throw connections.lost(e);
        }
    }

    private synchronized void disconnect() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    private void leave() {
        connections.leave();
        Definitions.Reading ours = reading;
        if (ours != null) {
            reading = null;
            definitions.leave(ours);
        }
    }

    private synchronized @Nullable ProtonConnection connection() {
        return connection;
    }

    private synchronized boolean closed() {
        return closed;
    }

    private void read(QueueSource<Item> queue) {
        try {
            Loss loss = rowsUntilTheEnd(queue);
            while (loss != null) {
                reconnect(queue, loss);
                loss = rowsUntilTheEnd(queue);
            }
            queue.end();
        } catch (StreamException e) {
            queue.fail(e);
        } catch (InterruptedException _) {
            queue.fail(new TransientException("query was interrupted"));
        } catch (RuntimeException | OutOfMemoryError e) {
            log.error("query on Proton failed unexpectedly", e);
            queue.fail(new FatalException("query on Proton failed", e));
        } finally {
            disconnect();
            leave();
            stopped();
            onOver.accept(this);
        }
    }

    private synchronized void stopped() {
        reader = null;
        over.countDown();
    }

    /** Not null when the connection was lost and the query may run again. */
    private @Nullable Loss rowsUntilTheEnd(QueueSource<Item> queue) throws InterruptedException {
        ProtonConnection from = connection();
        try {
            while (from != null) {
                switch (from.next()) {
                    // after a close this answers false, and what the server still sends is read and forgotten
                    case Answer.Rows(RowBatch batch) -> queue.put(record(new Rows(batch)));
                    case Answer.Header _, Answer.Progress _ -> {}
                    case Answer.End _ -> {
                        return null;
                    }
                }
            }
            return null;
        } catch (IOException e) {
            if (closed()) {
                return null;
            }
            TransientException lost = connections.lost(e);
            if (bounded || connections.settings().onLost() == OnLost.FAIL) {
                throw lost;
            }
            log.warn("{}; trying to find it again", lost.reason());
            return new Loss(ticker.now(), lost.reason());
        }
    }

    private void reconnect(QueueSource<Item> queue, Loss loss) throws InterruptedException {
        disconnect();
        for (int attempt = 1; !closed(); attempt++) {
            ticker.sleep(connections.settings().backoff().delay(attempt, RandomGenerator.getDefault()));
            try {
                connect();
                Instant now = ticker.now();
                log.info(
                        "Proton at {} is back, the query runs again",
                        connections.settings().address());
                queue.put(record(new Gap(loss.at(), now, loss.reason())));
                return;
            } catch (TransientException e) {
                log.debug("attempt {}: {}", attempt, e.reason());
                disconnect();
            }
        }
    }

    private Record<Item> record(Item item) {
        return Record.of(item, ticker.now());
    }

    @Override
    public Poll<RowBatch> poll(Duration timeout) throws InterruptedException {
        QueueSource<Item> queue = handOver;
        if (queue == null) {
            return new Poll.End<>();
        }
        while (true) {
            switch (queue.poll(timeout)) {
                case Poll.Batch<Item>(var items, var ack) -> {
                    ack.commit();
                    Record<Item> item = items.getFirst();
                    switch (item.value()) {
                        case Rows(RowBatch batch) -> {
                            return new Poll.Batch<>(List.of(Record.of(batch, item.timestamp())), Ack.NONE);
                        }
                        case Gap(Instant from, Instant to, String reason) -> gaps.gap(from, to, reason);
                    }
                }
                case Poll.Idle<Item> _ -> {
                    return new Poll.Idle<>();
                }
                case Poll.End<Item> _ -> {
                    return new Poll.End<>();
                }
            }
        }
    }

    /** Returns at once: the server is asked to stop, and has the cancel timeout to do so. */
    @Override
    public void close() {
        ProtonConnection open;
        Thread running;
        CountDownLatch stopping;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            open = connection;
            running = reader;
            stopping = over;
        }
        QueueSource<Item> queue = handOver;
        if (queue != null) {
            queue.close();
        }
        if (running == null) {
            if (open != null) {
                open.close();
            }
            onOver.accept(this);
        } else {
            Thread.ofVirtual().name("proton-cancel").start(() -> cancel(open, running, stopping));
        }
    }

    private void cancel(@Nullable ProtonConnection open, Thread running, CountDownLatch stopping) {
        try {
            if (open != null) {
                open.cancel();
                if (stopping.await(connections.settings().cancelTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
        } catch (IOException e) {
            log.debug("a query could not be cancelled: {}", e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        disconnect();
        running.interrupt();
    }
}
