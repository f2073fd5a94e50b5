package io.millrace.connector.duckdb;

import static java.util.Objects.requireNonNull;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/**
 * A database, in a file or in memory. All sinks and readers of one within a process share one instance; two processes
 * cannot have a file at the same time.
 *
 * @param name path of the file, or {@code :memory:name} for what lives as long as something has it open
 */
public record DuckDbDatabase(String name) {

    private static final String MEMORY = ":memory:";

    public DuckDbDatabase {
        requireNonNull(name, "name is null");
        if (name.isBlank() || name.equals(MEMORY) || name.indexOf('?') >= 0 || name.indexOf(';') >= 0) {
            throw new IllegalArgumentException(
                    "name must be a path without ? and ;, or :memory:name, was '" + name + "'");
        }
    }

    /** A file, made when it is missing, in a folder that exists. */
    public static DuckDbDatabase file(Path path) {
        return new DuckDbDatabase(path.toAbsolutePath().normalize().toString());
    }

    /** Memory that everybody in this process finds by the name. */
    public static DuckDbDatabase memory(String name) {
        return new DuckDbDatabase(MEMORY + name);
    }

    /** The file; null when it is in memory. */
    @Nullable
    Path path() {
        return name.startsWith(MEMORY) ? null : Path.of(name);
    }

    /** A new connection; every one has the same settings, as DuckDB demands within a process. */
    DuckDBConnection connect() throws SQLException {
        Properties properties = new Properties();
        // statements of readers can come from anyone: no files, no network, and nobody turns that on again
        properties.setProperty("enable_external_access", "false");
        properties.setProperty("lock_configuration", "true");
        return new DuckDBDriver().connect("jdbc:duckdb:" + name, properties).unwrap(DuckDBConnection.class);
    }

    /** Which kind of failure it is, by the words that DuckDB uses. */
    static StreamException failure(String what, SQLException cause) {
        String text = String.valueOf(cause.getMessage());
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("could not set lock") || lower.contains("conflicting lock")) {
            return new TransientException(
                    what + ": another process has the database open, and DuckDB allows one; close it there", cause);
        }
        if (lower.contains("not a valid duckdb database")
                || lower.contains("permission denied")
                || lower.contains("serialization error")
                || lower.contains("different configuration")) {
            return new FatalException(what + ": " + firstLine(text), cause);
        }
        if (text.contains("Constraint Error") || lower.contains("violates") || lower.contains("constraint failed")) {
            return new PoisonException(what + ": " + firstLine(text), cause);
        }
        return new TransientException(what + ": " + firstLine(text), cause);
    }

    private static String firstLine(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() > 300 ? line.substring(0, 300) + "..." : line;
    }
}
