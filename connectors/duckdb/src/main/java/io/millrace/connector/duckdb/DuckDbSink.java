package io.millrace.connector.duckdb;

import static java.util.Objects.requireNonNull;

import io.millrace.core.BatchId;
import io.millrace.core.IdempotentSink;
import io.millrace.core.Record;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.json.JsonRow;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores rows in a table of an embedded DuckDB, each batch once. A field goes to the column of its name; numbers and
 * times may be text; fields without column are left out. A row without the field, or with null, leaves the column null,
 * or, where the table says {@code NOT NULL}, 0, empty, 1970 or false.
 *
 * <p><b>Delivery:</b> rows and the last offset of the stream, in the table {@code millrace_batches}, are written in one
 * transaction, which is on the disk when {@link #write} returns. Of a batch that is known in part, the rest is written.
 * A batch without {@link BatchId} is written each time.
 *
 * <p><b>Lifecycle:</b> {@code open} makes the table when it is missing, and otherwise compares it.
 *
 * <p><b>Failure:</b> a value that does not fit its column, or breaks a constraint of the table, is poison, and nothing
 * of its batch is stored. A full disk is transient, and so is a database that another process has open: somebody looks
 * into it, and closes it again. A table with other columns is fatal.
 */
public final class DuckDbSink implements IdempotentSink<JsonRow> {

    private static final Logger log = LoggerFactory.getLogger(DuckDbSink.class);
    private static final String UPDATE =
            "UPDATE " + DuckDbSinkSettings.BATCHES + " SET last = ? WHERE stream = ? AND last = ?";
    private static final String INSERT = "INSERT INTO " + DuckDbSinkSettings.BATCHES + " VALUES (?, ?)";

    private final DuckDbSinkSettings settings;
    private final Map<String, Long> last = new HashMap<>();
    private @Nullable Session session;

    public DuckDbSink(DuckDbSinkSettings settings) {
        this.settings = requireNonNull(settings, "settings is null");
    }

    /** What belongs to one connection. */
    private static final class Session {

        private final DuckDBConnection connection;
        private final Statement statement;
        private final PreparedStatement update;
        private final String table;
        private final List<TableColumn> columns;
        private DuckDBAppender appender;
        private RowAppender rows;

        Session(DuckDBConnection connection, String table, List<TableColumn> columns) throws SQLException {
            this.connection = connection;
            this.table = table;
            this.columns = columns;
            statement = connection.createStatement();
            update = connection.prepareStatement(UPDATE);
            appender = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, table);
            rows = new RowAppender(appender, table, columns);
        }

        /** Leaves nothing of the transaction, nor of what the appender holds. */
        void abandon() throws SQLException {
            appender.close();
            statement.execute("ROLLBACK");
            appender = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, table);
            rows = new RowAppender(appender, table, columns);
        }
    }

    @Override
    public void open() {
        close();
        String what = "cannot open " + settings.database().name();
        DuckDBConnection connection;
        try {
            connection = settings.database().connect();
        } catch (SQLException e) {
            throw DuckDbDatabase.failure(what, e);
        }
        try {
            List<TableColumn> columns = new SinkTable(settings).prepare(connection);
            session = new Session(connection, settings.table(), columns);
            readOffsets(connection);
        } catch (SQLException e) {
            close(connection);
            throw DuckDbDatabase.failure(what, e);
        } catch (RuntimeException e) {
            close(connection);
            throw e;
        }
    }

    private void readOffsets(DuckDBConnection connection) throws SQLException {
        last.clear();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT stream, last FROM " + DuckDbSinkSettings.BATCHES)) {
            while (rows.next()) {
                last.put(rows.getString(1), rows.getLong(2));
            }
        }
    }

    @Override
    public void write(List<Record<JsonRow>> batch) {
        store(opened(), null, batch);
    }

    @Override
    public void write(BatchId id, List<Record<JsonRow>> batch) {
        if (id.size() != batch.size()) {
            throw new IllegalArgumentException("batch " + id + " has " + batch.size() + " records");
        }
        Session open = opened();
        long stored = last.getOrDefault(id.stream(), -1L);
        if (stored >= id.last()) {
            return;
        }
        store(open, id, stored < id.first() ? batch : batch.subList((int) (stored - id.first() + 1), batch.size()));
        last.put(id.stream(), id.last());
    }

    private Session opened() {
        Session open = session;
        if (open == null) {
            throw new TransientException("sink of " + settings.database().name() + " is not open");
        }
        return open;
    }

    private void store(Session open, @Nullable BatchId id, List<Record<JsonRow>> batch) {
        String what = "cannot write to table " + settings.table() + " of "
                + settings.database().name();
        try {
            open.statement.execute("BEGIN TRANSACTION");
            for (Record<JsonRow> record : batch) {
                open.rows.append(record.value());
            }
            open.appender.flush();
            if (id != null) {
                remember(open, id);
            }
            open.statement.execute("COMMIT");
        } catch (PoisonException e) {
            abandon(open, what);
            throw e;
        } catch (SQLException e) {
            RuntimeException failure = DuckDbDatabase.failure(what, e);
            if (failure instanceof PoisonException) {
                abandon(open, what);
            } else {
                close();
            }
            throw failure;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void remember(Session open, BatchId id) throws SQLException {
        Long before = last.get(id.stream());
        if (before == null) {
            try (PreparedStatement insert = open.connection.prepareStatement(INSERT)) {
                insert.setString(1, id.stream());
                insert.setLong(2, id.last());
                insert.executeUpdate();
            }
            return;
        }
        open.update.setLong(1, id.last());
        open.update.setString(2, id.stream());
        open.update.setLong(3, before);
        if (open.update.executeUpdate() != 1) {
            throw new FatalException("stream " + id.stream() + " is stored in "
                    + settings.database().name() + " by another sink too");
        }
    }

    private void abandon(Session open, String what) {
        try {
            open.abandon();
        } catch (SQLException e) {
            close();
            throw DuckDbDatabase.failure(what, e);
        }
    }

    /** What is not committed is gone. */
    @Override
    public void close() {
        Session open = session;
        session = null;
        if (open != null) {
            close(open.connection);
        }
    }

    private void close(DuckDBConnection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            log.debug("cannot close {}", settings.database().name(), e);
        }
    }
}
