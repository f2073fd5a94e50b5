package io.millrace.sql.exec.relation;

import io.millrace.core.failure.StreamException;
import io.millrace.core.time.Ticker;
import io.millrace.sql.batch.Batches;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.expr.Compiler;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.function.KernelContext;
import io.millrace.sql.plan.Command.ColumnDefinition;
import io.millrace.sql.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A stream kept in memory: an append-only log of columnar blocks, one per insert. It is bounded in bytes; beyond the
 * bound the oldest blocks are dropped and their rows counted. A reader that falls behind the oldest block goes on
 * there, and what it missed is counted too.
 */
public final class StreamStore implements ReadableRelation {

    private final String name;
    private final List<ColumnDefinition> definitions;
    private final Schema schema;
    private final int timeIndex;
    private final int timeSource;
    private final Ticker ticker;
    private final long maxBytes;
    private final long seed;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Block> blocks = new ArrayList<>();
    private final List<Runnable> readers = new CopyOnWriteArrayList<>();
    /** Index in {@link #blocks} of the oldest block that is kept. */
    private int oldest;
    /** Number of the block at index 0 of {@link #blocks}. */
    private long firstNumber;

    private long nextSequence;
    private long bytes;
    private long droppedRows;
    private long missedRows;
    private boolean closed;
    private @Nullable StreamException failure;

    /**
     * @param eventTimeColumn name of the column that gives {@code _tp_time}; null for the time of arrival
     * @param maxBytes bound of the log, at least 1; the newest block is always kept
     * @throws io.millrace.sql.SqlException when there is no such event time column
     */
    public StreamStore(
            String name,
            List<ColumnDefinition> definitions,
            @Nullable String eventTimeColumn,
            long maxBytes,
            long seed,
            Ticker ticker) {
        this.name = name;
        this.definitions = List.copyOf(definitions);
        this.schema = EventTime.schema(definitions);
        this.timeIndex = schema.indexOf(EventTime.NAME);
        this.timeSource = EventTime.sourceColumn(definitions, eventTimeColumn);
        this.maxBytes = maxBytes;
        this.seed = seed;
        this.ticker = ticker;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public int visibleColumns() {
        return schema.size() - 1;
    }

    /** The columns as they were declared. */
    public List<ColumnDefinition> definitions() {
        return definitions;
    }

    /** Rows dropped because the log was full. */
    public long droppedRows() {
        lock.lock();
        try {
            return droppedRows;
        } finally {
            lock.unlock();
        }
    }

    /** Rows that readers did not get because they were dropped before. */
    public long missedRows() {
        lock.lock();
        try {
            return missedRows;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Appends a block.
     *
     * @param columns which columns the vectors are, indexes into the schema; the others get their defaults
     * @param size rows; nothing happens when it is 0
     */
    public void append(List<Integer> columns, Vector[] vectors, int size) {
        if (size == 0) {
            return;
        }
        lock.lock();
        try {
            if (closed) {
                return;
            }
            Vector[] all = complete(columns, vectors, size);
            add(new Block(all, size, nextSequence, ticker.nanos()));
        } finally {
            lock.unlock();
        }
        readers.forEach(Runnable::run);
    }

    /** All stored columns of a block: user columns and {@code _tp_time}. */
    private Vector[] complete(List<Integer> columns, Vector[] vectors, int size) {
        @Nullable Vector[] all = new Vector[visibleColumns()];
        for (int i = 0; i < vectors.length; i++) {
            all[columns.get(i)] = Batches.compact(vectors[i], size);
        }
        List<Expr> defaults = new ArrayList<>();
        for (int i = 0; i < definitions.size(); i++) {
            if (all[i] == null) {
                Expr value = definitions.get(i).defaultValue();
                defaults.add(value != null ? value : zero(definitions.get(i).type()));
            }
        }
        if (!defaults.isEmpty()) {
            RowBatch none = new RowBatch(new Schema(List.of()), size);
            Vector[] values = Compiler.compile(defaults, new KernelContext(ticker, seed + nextSequence))
                    .evaluate(none);
            int next = 0;
            for (int i = 0; i < definitions.size(); i++) {
                if (all[i] == null) {
                    all[i] = Batches.compact(values[next++], size);
                }
            }
        }
        Vector[] complete = new Vector[all.length];
        for (int i = 0; i < all.length; i++) {
            Vector vector = all[i];
            complete[i] = vector == null ? time(all, size) : vector;
        }
        return complete;
    }

    private static Expr zero(DataType type) {
        return new Expr.Literal(type.nullable() ? null : Vectors.zero(type), type);
    }

    private Vector time(@Nullable Vector[] columns, int size) {
        Vector source = timeSource < 0 ? null : columns[timeSource];
        return source == null
                ? Batches.repeat(ticker.now().toEpochMilli(), size)
                : EventTime.millis(source, definitions.get(timeSource).type(), size);
    }

    private void add(Block block) {
        blocks.add(block);
        nextSequence += block.size;
        bytes += block.bytes;
        while (bytes > maxBytes && oldest < blocks.size() - 1) {
            Block dropped = blocks.get(oldest);
            bytes -= dropped.bytes;
            droppedRows += dropped.size;
            oldest++;
        }
        if (oldest > 64 && oldest > blocks.size() / 2) {
            blocks.subList(0, oldest).clear();
            firstNumber += oldest;
            oldest = 0;
        }
    }

    /** Makes every reader end with a failure: what fills this stream has failed. */
    public void fail(StreamException cause) {
        lock.lock();
        try {
            failure = cause;
        } finally {
            lock.unlock();
        }
        readers.forEach(Runnable::run);
    }

    /** Ends all readers and frees the rows. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            firstNumber += blocks.size();
            blocks.clear();
            oldest = 0;
            bytes = 0;
        } finally {
            lock.unlock();
        }
        readers.forEach(Runnable::run);
    }

    @Override
    public RowReader open(ReadRequest request) {
        lock.lock();
        try {
            Reader reader = new Reader(request);
            readers.add(request.wakeUp());
            return reader;
        } finally {
            lock.unlock();
        }
    }

    /** Rows of one insert. */
    private static final class Block {

        final Vector[] vectors;
        final int size;
        final long firstSequence;
        final long arrival;
        final long bytes;

        Block(Vector[] vectors, int size, long firstSequence, long arrival) {
            this.vectors = vectors;
            this.size = size;
            this.firstSequence = firstSequence;
            this.arrival = arrival;
            long total = 64;
            for (Vector vector : vectors) {
                total += Batches.sizeBytes(vector, size);
            }
            this.bytes = total;
        }
    }

    private final class Reader implements RowReader {

        private final ReadRequest request;
        private final SeekTo seek;
        /** Number of the next block. */
        private long position;
        /** Sequence number of the first row that has not been given. */
        private long expected;
        /** Number of the block to end before. */
        private final long end;

        private volatile boolean done;

        Reader(ReadRequest request) {
            this.request = request;
            this.seek = SeekTo.parse(request.options().seekTo(), request.bounded(), ticker.now());
            this.end = request.bounded() ? firstNumber + blocks.size() : Long.MAX_VALUE;
            this.position = seek.latest() ? firstNumber + blocks.size() : firstNumber + oldest;
            this.expected = seek.latest() ? nextSequence : firstKept();
        }

        private long firstKept() {
            return oldest < blocks.size() ? blocks.get(oldest).firstSequence : nextSequence;
        }

        @Override
        public long due() {
            if (done) {
                return NEVER;
            }
            lock.lock();
            try {
                if (position >= end) {
                    return NEVER;
                }
                long index = Math.max(position - firstNumber, oldest);
                if (index < blocks.size()) {
                    return blocks.get((int) index).arrival;
                }
                return failure != null ? ticker.nanos() : NEVER;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public @Nullable RowBatch next() {
            Block block;
            lock.lock();
            try {
                if (done || position >= end) {
                    return null;
                }
                int index = (int) Math.max(position - firstNumber, oldest);
                if (index >= blocks.size()) {
                    StreamException cause = failure;
                    if (cause != null) {
                        throw cause;
                    }
                    return null;
                }
                if (firstNumber + index >= end) {
                    position = end;
                    return null;
                }
                block = blocks.get(index);
                missedRows += block.firstSequence - expected;
                expected = block.firstSequence + block.size;
                position = firstNumber + index + 1;
            } finally {
                lock.unlock();
            }
            return rows(block);
        }

        private RowBatch rows(Block block) {
            Vector[] vectors = new Vector[request.columns().size()];
            for (int i = 0; i < vectors.length; i++) {
                int column = request.columns().get(i);
                vectors[i] = column < block.vectors.length ? block.vectors[column] : sequence(block);
            }
            RowBatch all = new RowBatch(request.schema(), block.size, vectors);
            if (seek.found()) {
                return all;
            }
            LongVector times = EventTime.millis(
                    block.vectors[timeIndex], schema.column(timeIndex).type(), block.size);
            return seek.rest(all, block.firstSequence, times);
        }

        private static LongVector sequence(Block block) {
            long[] numbers = new long[block.size];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = block.firstSequence + i;
            }
            return new LongVector(numbers);
        }

        @Override
        public boolean ended() {
            lock.lock();
            try {
                return done || position >= end || (closed && position - firstNumber >= blocks.size());
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            done = true;
            readers.remove(request.wakeUp());
        }
    }
}
