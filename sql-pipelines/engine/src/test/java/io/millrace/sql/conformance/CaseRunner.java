package io.millrace.sql.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.sql.SqlException;
import io.millrace.sql.bind.Statements;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs one case in a session of its own, step by step. Where the suite waits a fixed time, this waits for what the time
 * was meant to bring: the rows that the case expects, and a moment more for rows too many.
 */
final class CaseRunner {

    private static final long QUERY_MILLIS = 20_000;
    private static final long EXTRA_MILLIS = 12_000;

    /** Length of the windows over random rows in the suites. */
    private static final long WINDOW_MILLIS = 2_000;

    private final Suite.Case test;
    private final Supplier<CaseScope> scope;
    private final Map<String, JsonNode> expected = new LinkedHashMap<>();
    private final Map<String, RunningQuery> queries = new LinkedHashMap<>();
    private final Map<String, SqlException> errors = new LinkedHashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();

    /** @param scope an empty one */
    CaseRunner(Suite.Case test, Supplier<CaseScope> scope) {
        this.test = test;
        this.scope = scope;
        for (JsonNode result : test.node().path("expected_results")) {
            expected.put(result.path("query_id").asText(), result.path("expected_results"));
        }
    }

    /** Ends the case because the engine says that it cannot do what the case needs. */
    private static final class NotSupported extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotSupported(String message) {
            super(message);
        }
    }

    Outcome run() {
        try (CaseScope session = scope.get()) {
            JsonNode config = test.suite().root().path("test_suite_config");
            for (JsonNode schema : config.path("table_schemas")) {
                session.execute(createStream(schema));
            }
            step(config.path("setup"), session);
            for (JsonNode step : test.node().path("steps")) {
                step(step, session);
            }
            return verdict();
        } catch (NotSupported e) {
            return new Outcome.Skipped(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed("interrupted");
        } catch (RuntimeException e) {
            return new Outcome.Failed(String.valueOf(e));
        } finally {
            queries.values().forEach(RunningQuery::close);
        }
    }

    private static String createStream(JsonNode schema) {
        String columns = StreamSupport.stream(schema.path("columns").spliterator(), false)
                .map(column -> "`" + column.get("name").asText() + "` "
                        + column.get("type").asText()
                        + (column.has("default")
                                ? " default " + column.get("default").asText()
                                : ""))
                .collect(Collectors.joining(", "));
        String time = schema.path("event_time_column").asText();
        return "create stream " + schema.get("name").asText() + " (" + columns + ")"
                + (time.isEmpty() ? "" : " settings event_time_column='" + time + "'");
    }

    private void step(JsonNode step, CaseScope session) throws InterruptedException {
        for (JsonNode statement : step.path("statements")) {
            if (!statement.has("query")) {
                throw new NotSupported("ingest over the product's own REST interface");
            }
            statement(statement, session);
            kill(statement.path("kill").asText());
        }
        for (JsonNode input : step.path("inputs")) {
            session.execute(insert(input, test.suite().root()));
            kill(input.path("kill").asText());
        }
    }

    private static String insert(JsonNode input, JsonNode suite) {
        String name = input.get("table_name").asText();
        String columns = "";
        if (input.has("columns")) {
            columns = text(input.get("columns"), "(", ")", false);
        } else {
            for (JsonNode schema : suite.at("/test_suite_config/table_schemas")) {
                if (schema.get("name").asText().equals(name)) {
                    columns = StreamSupport.stream(schema.path("columns").spliterator(), false)
                            .map(column -> "`" + column.get("name").asText() + "`")
                            .collect(Collectors.joining(", ", "(", ")"));
                }
            }
        }
        String rows = StreamSupport.stream(input.get("data").spliterator(), false)
                .map(row -> text(row, "(", ")", true))
                .collect(Collectors.joining(", "));
        return "insert into " + name + columns + " values " + rows;
    }

    private static String text(JsonNode list, String open, String close, boolean quoted) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(value -> value.isTextual() && quoted
                        ? "'" + value.asText().replace("\\", "\\\\").replace("'", "''") + "'"
                        : value.asText())
                .collect(Collectors.joining(", ", open, close));
    }

    private void statement(JsonNode statement, CaseScope session) throws InterruptedException {
        String sql = statement.get("query").asText();
        String id = statement.path("query_id").asText();
        if (sql.toLowerCase(Locale.ROOT).startsWith("kill query where query_id")) {
            int quote = sql.indexOf('\'');
            kill(sql.substring(quote + 1, sql.indexOf('\'', quote + 1)));
            return;
        }
        try {
            if (!Statements.isQuery(sql)) {
                session.execute(sql);
                return;
            }
            awaitWindow(sql);
            RunningQuery query = new RunningQuery(session.query(sql));
            if (statement.path("query_type").asText().equals("table")) {
                query = awaitTable(query, sql, id, session);
            }
            queries.put(id, query);
            texts.put(id, sql);
        } catch (SqlException e) {
            boolean wanted =
                    expected.containsKey(id) && expected.get(id).asText().equals("error_code:" + e.number());
            if (e.code() == SqlException.Code.NOT_SUPPORTED && !wanted) {
                throw new NotSupported(String.valueOf(e.getMessage()));
            }
            errors.put(id, e);
        }
    }

    /**
     * Lets a query over windows of random rows begin in a window's first half: one that begins a few rows before a
     * window's end cannot have seen every value there.
     */
    private static void awaitWindow(String sql) throws InterruptedException {
        long within = System.currentTimeMillis() % WINDOW_MILLIS;
        if (sql.contains("_random,2s)") && within > WINDOW_MILLIS / 2) {
            Thread.sleep(WINDOW_MILLIS - within);
        }
    }

    /** Reads to the end; again as long as a view that fills in the background has not all rows yet. */
    private RunningQuery awaitTable(RunningQuery first, String sql, String id, CaseScope session)
            throws InterruptedException {
        RunningQuery query = first;
        query.awaitEnd(QUERY_MILLIS);
        JsonNode rows = expected.get(id);
        long until = System.nanoTime() + EXTRA_MILLIS * 1_000_000;
        while (rows != null
                && query.failure() == null
                && query.rows().size() < rows.size()
                && session.bounded(sql)
                && System.nanoTime() < until) {
            query.awaitRows(rows.size(), 0);
            query = new RunningQuery(session.query(sql));
            query.awaitEnd(QUERY_MILLIS);
        }
        return query;
    }

    private void kill(String ids) throws InterruptedException {
        for (String id : ids.isEmpty() ? new String[0] : ids.split(",")) {
            RunningQuery query = queries.get(id.strip());
            if (query != null) {
                finish(id.strip(), query);
            }
        }
    }

    private void finish(String id, RunningQuery query) throws InterruptedException {
        JsonNode rows = expected.get(id);
        query.awaitRows(rows == null ? 0 : rows.size(), EXTRA_MILLIS);
        query.close();
        query.awaitEnd(EXTRA_MILLIS);
    }

    private Outcome verdict() throws InterruptedException {
        for (Map.Entry<String, RunningQuery> running : queries.entrySet()) {
            finish(running.getKey(), running.getValue());
        }
        for (Map.Entry<String, JsonNode> result : expected.entrySet()) {
            String difference = difference(result.getKey(), result.getValue());
            if (difference != null) {
                return new Outcome.Failed("query " + result.getKey() + ": " + difference);
            }
        }
        return new Outcome.Passed();
    }

    private @Nullable String difference(String id, JsonNode wanted) {
        SqlException error = errors.get(id);
        RunningQuery query = queries.get(id);
        if (wanted.isTextual() && wanted.asText().startsWith("error_code:")) {
            int code = Integer.parseInt(wanted.asText().substring("error_code:".length()));
            int found = error != null ? error.number() : query == null ? 0 : query.errorCode();
            return code == found ? null : "expected error " + code + " but got " + (error == null ? found : error);
        }
        if (error != null) {
            return "error " + error.number() + ": " + error.getMessage();
        }
        if (query == null) {
            return "the case has no query of that id";
        }
        if (query.failure() != null) {
            return "failed: " + query.failure();
        }
        boolean ordered = texts.getOrDefault(id, "").toLowerCase(Locale.ROOT).contains(" order by ");
        return Rows.difference(wanted, query.rows(), ordered);
    }
}
