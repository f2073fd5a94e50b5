package io.millrace.sql.parse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement as written. */
public sealed interface Statement {

    Position position();

    record Select(Query query) implements Statement {
        @Override
        public Position position() {
            return query.position();
        }
    }

    /** CREATE [RANDOM] STREAM. */
    record CreateStream(
            String name,
            boolean random,
            boolean ifNotExists,
            List<ColumnDefinition> columns,
            List<String> primaryKey,
            List<Query.Setting> settings,
            Position position)
            implements Statement {
        public CreateStream {
            columns = List.copyOf(columns);
            primaryKey = List.copyOf(primaryKey);
            settings = List.copyOf(settings);
        }
    }

    /**
     * CREATE [MATERIALIZED] VIEW.
     *
     * @param sql the text of the SELECT
     */
    record CreateView(
            String name,
            boolean materialized,
            boolean ifNotExists,
            boolean orReplace,
            @Nullable String into,
            Query query,
            String sql,
            Position position)
            implements Statement {}

    record Drop(boolean view, String name, boolean ifExists, Position position) implements Statement {}

    /**
     * INSERT INTO.
     *
     * @param columns empty when none are named
     * @param except true when the columns are those left out: {@code (* EXCEPT a)}
     */
    record Insert(String stream, List<String> columns, boolean except, List<List<Expression>> rows, Position position)
            implements Statement {
        public Insert {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }
    }

    record ShowStreams(Position position) implements Statement {}

    record Describe(String name, Position position) implements Statement {}

    record Explain(Query query, Position position) implements Statement {}

    record KillQuery(String queryId, Position position) implements Statement {}

    /**
     * A statement of the dialect that this engine does not have.
     *
     * @param what its name: {@code CREATE EXTERNAL STREAM}
     */
    record Unsupported(String what, Position position) implements Statement {}

    /**
     * A column of CREATE STREAM.
     *
     * @param type as written
     */
    record ColumnDefinition(
            String name, String type, @Nullable Expression defaultValue, Position position) {}
}
