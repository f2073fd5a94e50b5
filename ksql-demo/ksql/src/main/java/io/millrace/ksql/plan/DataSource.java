package io.millrace.ksql.plan;

import io.millrace.ksql.ast.Statement.Kind;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A stream or table on a topic.
 *
 * @param windowing null when its key holds no window
 * @param timestamp null when a row's time is its record's
 * @param readOnly whether it was created with SOURCE, so that nothing can be inserted
 * @param byQuery whether a query writes it (CREATE ... AS SELECT)
 * @param statement the text that created it
 */
public record DataSource(
        String name,
        Kind kind,
        Schema schema,
        Topic topic,
        Format keyFormat,
        Format valueFormat,
        boolean wrapSingleValue,
        @Nullable Windowing windowing,
        @Nullable Timestamp timestamp,
        boolean readOnly,
        boolean byQuery,
        String statement) {

    /**
     * The topic.
     *
     * @param partitions empty when it is to exist, or to be made like the query's source
     * @param replicas likewise
     * @param retention null for the broker's default
     */
    public record Topic(
            String name,
            OptionalInt partitions,
            OptionalInt replicas,
            @Nullable Duration retention) {}

    /**
     * A window in the key.
     *
     * @param size null for sessions
     */
    public record Windowing(Type type, @Nullable Duration size) {
        /** The forms of windows. */
        public enum Type {
            TUMBLING,
            HOPPING,
            SESSION
        }
    }

    /**
     * A column that holds the row's time.
     *
     * @param format pattern of its text; null when the column is a number of milliseconds or a TIMESTAMP
     */
    public record Timestamp(String column, @Nullable String format) {}

    public boolean isTable() {
        return kind == Kind.TABLE;
    }
}
