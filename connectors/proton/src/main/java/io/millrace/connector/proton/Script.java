package io.millrace.connector.proton;

import io.millrace.core.failure.FatalException;
import io.millrace.sql.SqlException;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.parse.SqlParser;
import io.millrace.sql.parse.Statement;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A pipeline's statements as they run on a server: those that set up, then the query.
 *
 * <p><b>Threading:</b> thread-safe; the set-up runs once at a time.
 */
final class Script {

    private static final Set<String> QUERIES = Set.of("SELECT", "WITH", "SHOW", "DESCRIBE", "DESC", "EXPLAIN", "(");

    /** What the parser does not understand, external streams for example. */
    private static final Pattern CREATE = Pattern.compile(
            "create\\b[^('\"]*?\\b(?:stream|view)\\s+(?:if\\s+not\\s+exists\\s+)?[`\"]?([\\w.]+)",
            Pattern.CASE_INSENSITIVE);

    private final String pipeline;
    private final List<String> sqls;
    private final Set<String> names;
    private final Duration statementTimeout;
    private final Duration silence;

    /**
     * A pipeline's statements.
     *
     * @param pipeline its name
     * @throws SqlException when there is no query at the end
     */
    Script(String pipeline, List<String> sqls, ProtonSettings settings) {
        this.pipeline = pipeline;
        if (sqls.isEmpty()) {
            throw SqlException.of(
                    SqlException.Code.BAD_ARGUMENTS, "a pipeline needs at least one statement, its query");
        }
        this.sqls = List.copyOf(sqls);
        this.names = sqls.subList(0, sqls.size() - 1).stream()
                .flatMap(sql -> made(sql).stream())
                .collect(Collectors.toUnmodifiableSet());
        this.statementTimeout = settings.statementTimeout();
        this.silence = settings.silence();
        if (!QUERIES.contains(firstWord(sqls.getLast()))) {
            throw SqlException.of(SqlException.Code.BAD_ARGUMENTS, "the last statement must be a query")
                    .inStatement(sqls.size());
        }
    }

    String pipeline() {
        return pipeline;
    }

    List<String> sqls() {
        return sqls;
    }

    /** The streams and views that the set-up creates. */
    Set<String> names() {
        return names;
    }

    private static Optional<String> made(String sql) {
        try {
            return switch (SqlParser.parse(sql)) {
                case Statement.CreateStream stream -> Optional.of(stream.name());
                case Statement.CreateView view -> Optional.of(view.name());
                case Statement.Unsupported _ -> createdName(sql);
                default -> Optional.empty();
            };
        } catch (SqlException _) {
            return createdName(sql);
        }
    }

    private static Optional<String> createdName(String sql) {
        Matcher create = CREATE.matcher(sql);
        return create.find() ? Optional.of(create.group(1)) : Optional.empty();
    }

    String query() {
        return sqls.getLast();
    }

    boolean hasSetUp() {
        return sqls.size() > 1;
    }

    /**
     * Runs the set-up statements in their order, up to the first that fails.
     *
     * @throws SqlException what the server says, with the statement's number
     */
    synchronized void setUp(ProtonConnection connection) throws IOException {
        for (int i = 0; i < sqls.size() - 1; i++) {
            try {
                execute(connection, sqls.get(i));
            } catch (SqlException wrong) {
                throw wrong.inStatement(i + 1);
            }
        }
    }

    /** Runs a statement whose rows, if it has any, nobody wants. */
    void execute(ProtonConnection connection, String sql) throws IOException {
        connection.query(queryId(), sql, statementTimeout);
        while (!(connection.next() instanceof Answer.End)) {
            // rows and progress
        }
    }

    /**
     * Starts the query and gives its columns; rows follow.
     *
     * @throws SqlException what the server says, with the statement's number
     */
    Schema begin(ProtonConnection connection) throws IOException {
        try {
            connection.query(queryId(), query(), silence);
            while (true) {
                switch (connection.next()) {
                    case Answer.Header(Schema schema) -> {
                        return schema;
                    }
                    case Answer.Progress _ -> {}
                    case Answer.Rows _ -> throw new FatalException("Proton sent rows before their columns");
                    case Answer.End _ ->
                        throw SqlException.of(SqlException.Code.BAD_ARGUMENTS, "the last statement gives no rows");
                }
            }
        } catch (SqlException wrong) {
            throw wrong.inStatement(sqls.size());
        }
    }

    /** As {@link #begin}, with the set-up before it when the server does not know the streams (any more). */
    Schema beginAgain(ProtonConnection connection) throws IOException {
        try {
            return begin(connection);
        } catch (SqlException wrong) {
            if (wrong.number() != ServerErrors.UNKNOWN_STREAM || !hasSetUp()) {
                throw wrong;
            }
        }
        setUp(connection);
        return begin(connection);
    }

    private static String queryId() {
        return "millrace-" + UUID.randomUUID();
    }

    /** The first word of a statement, in upper case, behind comments; {@code (} counts as one. */
    static String firstWord(String sql) {
        int at = 0;
        while (at < sql.length()) {
            if (sql.startsWith("--", at)) {
                int end = sql.indexOf('\n', at);
                at = end < 0 ? sql.length() : end;
            } else if (sql.startsWith("/*", at)) {
                int end = sql.indexOf("*/", at + 2);
                at = end < 0 ? sql.length() : end + 2;
            } else if (Character.isWhitespace(sql.charAt(at))) {
                at++;
            } else {
                break;
            }
        }
        int end = at;
        while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
            end++;
        }
        return sql.substring(at, Math.min(sql.length(), Math.max(end, at + 1))).toUpperCase(Locale.ROOT);
    }
}
