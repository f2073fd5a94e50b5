package io.millrace.connector.clickhouse;

import static java.util.Objects.requireNonNull;

import com.clickhouse.client.api.insert.InsertSettings;
import io.millrace.core.BatchId;
import io.millrace.core.IdempotentSink;
import io.millrace.core.PressureGauge;
import io.millrace.core.Record;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.json.JsonRow;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A table of ClickHouse. The fields of a row go to the columns of the same names: numbers also from strings, times from
 * ISO 8601. A field that is missing leaves the column at its default; one without column is left out and told once.
 *
 * <p>{@link #open} makes the table when it is missing and that is wanted, or checks it.
 *
 * <p><b>Delivery:</b> a batch is one insert. With a {@link BatchId} it is stored once: its token is kept by the table,
 * among those of the last 10,000 batches (or what the table's {@code non_replicated_deduplication_window} says), and
 * materialized views that are fed by the table get it once when their tables have such a window too. Without, a batch
 * that is written again is stored again.
 */
public final class ClickHouseSink implements IdempotentSink<JsonRow>, PressureGauge {

    private static final Logger log = LoggerFactory.getLogger(ClickHouseSink.class);

    /** ClickHouse stores as many rows at once; more would be several blocks, of which a crash may leave some. */
    private static final int USUAL_BLOCK = 1_000_000;

    private final ClickHouseSinkSettings settings;
    private final RowBuffer rows = new RowBuffer();

    private volatile @Nullable Opened opened;

    private record Opened(
            ClickHouseConnection connection,
            TableSetup table,
            List<TableColumn> columns,
            RowEncoder encoder,
            int partsToDelay,
            @Nullable StoredBatches stored,
            Set<String> continuing) {}

    /** Writes to a table; nothing is done before {@link #open}. */
    public ClickHouseSink(ClickHouseSinkSettings settings) {
        this.settings = requireNonNull(settings, "settings is null");
    }

    /**
     * Connects.
     *
     * @throws TransientException when the server does not answer
     * @throws io.millrace.core.failure.FatalException when user or password are wrong, or the table is missing or does
     *     not fit; names each column, and what would be right
     */
    @Override
    public void open() {
        close();
        ClickHouseConnection connection = new ClickHouseConnection(settings);
        boolean done = false;
        try {
            TableSetup table = new TableSetup(connection, settings);
            List<TableColumn> columns = table.prepare();
            opened = new Opened(
                    connection,
                    table,
                    columns,
                    new RowEncoder(settings.tableName(), columns),
                    table.partsToDelay(),
                    table.isPlain() ? new StoredBatches(connection, settings, columns) : null,
                    new HashSet<>());
            done = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("interrupted while connecting to " + settings.host(), e);
        } finally {
            if (!done) {
                connection.close();
            }
        }
    }

    @Override
    public void write(BatchId id, List<Record<JsonRow>> batch) throws InterruptedException {
        if (batch.size() != id.size()) {
            throw new IllegalArgumentException(
                    "batch " + id + " must have " + id.size() + " records, had " + batch.size());
        }
        Opened now = encode(batch);
        InsertSettings how = settings(batch.size())
                .serverSetting("insert_deduplicate", "1")
                .serverSetting("insert_deduplication_token", id.token())
                .serverSetting("deduplicate_blocks_in_dependent_materialized_views", "1");
        StoredBatches stored = now.stored();
        if (stored == null || now.continuing().contains(id.stream())) {
            insert(now, settings.qualifiedTable(), how, batch.size());
        } else {
            insertInDoubt(now, stored, id, batch, how);
        }
    }

    /**
     * The first batches of a stream after a failure or a start may have been tried before: until one comes that was not
     * there, each is looked for behind its insert.
     */
    private void insertInDoubt(
            Opened now, StoredBatches stored, BatchId id, List<Record<JsonRow>> batch, InsertSettings how)
            throws InterruptedException {
        boolean there = true;
        boolean known = true;
        try {
            there = stored.hold(batch);
        } catch (StreamException e) {
            log.warn("{}: whether batch {} is there cannot be told, its token is trusted", e.reason(), id);
            known = false;
        }
        insert(now, settings.qualifiedTable(), how, batch.size());
        if (!there && !stored.hold(batch)) {
            log.warn("{} knew batch {} and did not have it, putting it there", settings.tableName(), id);
            putMissing(now, stored, id, batch.size());
        }
        if (!there || !known) {
            now.continuing().add(id.stream());
        }
    }

    private void putMissing(Opened now, StoredBatches stored, BatchId id, int size) throws InterruptedException {
        try {
            stored.putBeside(table -> insert(now, table, plain(size), size));
        } catch (FatalException e) {
            log.warn("{}: materialized views may have batch {} twice", e.reason(), id);
            insert(now, settings.qualifiedTable(), plain(size), size);
        }
    }

    @Override
    public void write(List<Record<JsonRow>> batch) throws InterruptedException {
        insert(encode(batch), settings.qualifiedTable(), plain(batch.size()), batch.size());
    }

    /** Else a table with a window takes equal batches for one; newer servers look at the token alone. */
    private InsertSettings plain(int size) {
        return settings(size)
                .serverSetting("insert_deduplicate", "0")
                .serverSetting("insert_deduplication_token", UUID.randomUUID().toString());
    }

    private InsertSettings settings(int size) {
        InsertSettings how = new InsertSettings().compressClientRequest(settings.compress());
        settings.settings().forEach(how::serverSetting);
        if (size > USUAL_BLOCK) {
            how.serverSetting("max_insert_block_size", Integer.toString(size));
        }
        return how.serverSetting("async_insert", "0");
    }

    /** Encodes into {@link #rows}. */
    private Opened encode(List<Record<JsonRow>> batch) {
        Opened now = opened;
        if (now == null) {
            throw new IllegalStateException("the sink is not open");
        }
        rows.clear();
        now.encoder().encode(batch, rows);
        return now;
    }

    /** Inserts what {@link #rows} holds. */
    private void insert(Opened now, String table, InsertSettings how, int size) throws InterruptedException {
        String doing = "cannot write " + size + " rows to " + settings.tableName();
        try {
            now.connection().insert(doing, table, now.encoder().form(), rows, how);
        } catch (PoisonException e) {
            throw changed(now) ? new TransientException(e.reason() + "; the table's columns have changed", e) : e;
        }
    }

    /** Values were checked here already: what the server cannot read may be meant for columns that are no more. */
    private static boolean changed(Opened now) throws InterruptedException {
        return !now.table().columns().stream()
                .filter(TableColumn::isWritable)
                .toList()
                .equals(now.columns());
    }

    /**
     * {@inheritDoc}
     *
     * <p>ClickHouse merges the parts that inserts make, and delays inserts when too many wait: this is the active parts
     * of the fullest partition in percent of that number.
     */
    @Override
    public int pressurePercent() {
        Opened now = opened;
        if (now == null || now.partsToDelay() <= 0) {
            return 0;
        }
        try {
            return Math.toIntExact(Math.min(now.table().parts() * 100L / now.partsToDelay(), Integer.MAX_VALUE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (StreamException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        Opened now = opened;
        opened = null;
        if (now != null) {
            now.connection().close();
        }
    }
}
