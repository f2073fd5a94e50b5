package io.millrace.sql.wire;

import io.millrace.core.Ack;
import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.flow.DropListener;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.QueueSettings;
import io.millrace.core.flow.QueueSource;
import io.millrace.sql.batch.RowBatch;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls a query on a thread of its own into a bounded queue, so that the query goes on while its client does not read.
 * How many rows were dropped is told to the listener with the next poll.
 */
final class DroppingSource implements Source<RowBatch> {

    private static final Logger log = LoggerFactory.getLogger(DroppingSource.class);

    private static final Duration STEP = Duration.ofSeconds(1);

    private final Source<RowBatch> rows;
    private final QueueSource<Numbered> queue;
    private final Overflow overflow;
    private final NativeListener listener;
    private final Runnable disconnect;
    private final AtomicLong dropped = new AtomicLong();
    private long nextRow;

    /** A batch and how many rows of the query came before it. */
    private record Numbered(RowBatch batch, long firstRow) {}

    /** @param disconnect cuts the client off, for the policy of that name */
    DroppingSource(
            Source<RowBatch> rows, Overflow overflow, int capacity, NativeListener listener, Runnable disconnect) {
        this.rows = rows;
        this.overflow = overflow;
        this.listener = listener;
        this.disconnect = disconnect;
        this.queue = new QueueSource<>(new QueueSettings(overflow, capacity, 1), DropListener.NONE);
    }

    @Override
    public void open() {
        rows.open();
        queue.open();
        Thread.ofVirtual().name("native-query-reader").start(this::fill);
    }

    private void fill() {
        long row = 0;
        try {
            while (true) {
                switch (rows.poll(STEP)) {
                    case Poll.Batch<RowBatch> batch -> {
                        for (Record<RowBatch> record : batch.records()) {
                            offer(record, row);
                            row += record.value().size();
                        }
                        batch.ack().commit();
                    }
                    case Poll.Idle<RowBatch> _ -> {
                        // nothing yet
                    }
                    case Poll.End<RowBatch> _ -> {
                        queue.end();
                        return;
                    }
                }
            }
        } catch (StreamException failure) {
            queue.fail(failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException bug) {
            queue.fail(new FatalException("the query failed: " + bug.getMessage(), bug));
        } finally {
            rows.close();
        }
    }

    private void offer(Record<RowBatch> record, long row) {
        boolean taken = queue.offer(Record.of(new Numbered(record.value(), row), record.timestamp()));
        if (!taken && overflow == Overflow.DISCONNECT) {
            disconnect.run();
        }
    }

    @Override
    public Poll<RowBatch> poll(Duration timeout) throws InterruptedException {
        return switch (queue.poll(timeout)) {
            case Poll.Batch<Numbered> batch -> {
                batch.ack().commit();
                yield new Poll.Batch<>(batch.records().stream().map(this::next).toList(), Ack.NONE);
            }
            case Poll.Idle<Numbered> _ -> new Poll.Idle<>();
            case Poll.End<Numbered> _ -> new Poll.End<>();
        };
    }

    private Record<RowBatch> next(Record<Numbered> record) {
        Numbered numbered = record.value();
        if (numbered.firstRow() > nextRow) {
            long gap = numbered.firstRow() - nextRow;
            listener.dropped(overflow, gap);
            dropped.addAndGet(gap);
        }
        nextRow = numbered.firstRow() + numbered.batch().size();
        return Record.of(numbered.batch(), record.timestamp());
    }

    @Override
    public void close() {
        rows.close();
        queue.close();
        long missed = dropped.getAndSet(0);
        if (missed > 0) {
            log.info("rows were dropped for a slow client, overflow={} rows={}", overflow.text(), missed);
        }
    }
}
