package io.millrace.ingest.app;

import io.millrace.connector.duckdb.DuckDbDatabase;
import io.millrace.connector.duckdb.DuckDbReader;
import io.millrace.connector.duckdb.DuckDbRows;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.time.Ticker;
import io.millrace.ingest.IngestPipeline;
import io.millrace.ingest.config.SinkSpec;
import io.millrace.ingest.sql.SqlFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The queries that come with the service, asked of what a DuckDB sink has stored. Nobody sends SQL: a query is chosen
 * by its name, and the only thing put into it is the table of the sink.
 */
final class NamedQueries {

    private static final String TYPE = "duckdb";
    private static final String GAP_STATES = "gap_states";
    private static final String GAP_TABLE = "trade_gaps";
    private static final Set<String> GAPS = Set.of("gap");
    private static final String TRADES_PER_MINUTE = """
            -- Trades, volume and turnover of each product per minute, newest first.
            SELECT
                product_id,
                date_trunc('minute', time) AS minute,
                count(*) AS num_trades,
                CAST(sum(last_size) AS DOUBLE) AS total_volume,
                CAST(sum(last_size * price) AS DOUBLE) AS total_volume_price
            FROM coinbase_ticker
            WHERE last_size > 0
            GROUP BY ALL
            ORDER BY minute DESC, product_id;
            """;

    private final Map<String, SqlFile> files = new LinkedHashMap<>();
    private final Supplier<Path> base;
    private final Duration timeout;
    private final Ticker ticker;

    /**
     * A query.
     *
     * @param summary its first comment
     */
    record Query(String name, String summary, String sql) {}

    /**
     * What a query found.
     *
     * @param columns names
     * @param rows values in the order of columns: numbers, texts, times as text, nulls
     * @param seconds how long it took
     * @param complete false when there were more rows than asked for
     */
    record Answer(
            String query,
            String pipeline,
            String sink,
            List<String> columns,
            List<List<@Nullable Object>> rows,
            double seconds,
            boolean complete) {}

    /** Where a sink has stored rows. */
    private record Store(String sink, DuckDbDatabase database, String table) {}

    /**
     * Nothing is asked yet.
     *
     * @param base folder that paths of the document begin at
     * @param timeout after which a query is ended
     */
    NamedQueries(Supplier<Path> base, Duration timeout, Ticker ticker) {
        this.base = base;
        this.timeout = timeout;
        this.ticker = ticker;
        files.put("monitoring", SqlFile.read(SqlFile.Engine.DUCKDB, "ingestion_monitoring"));
        files.put("vwap", SqlFile.read(SqlFile.Engine.DUCKDB, "vwap_calculation"));
        files.put("trades_per_minute", new SqlFile(SqlFile.Engine.DUCKDB, "trades_per_minute", TRADES_PER_MINUTE));
        files.put("gaps", SqlFile.read(SqlFile.Engine.DUCKDB, "trade_id_gaps"));
        files.put(GAP_STATES, SqlFile.read(SqlFile.Engine.DUCKDB, GAP_STATES));
        files.put("expectations", SqlFile.read(SqlFile.Engine.DUCKDB, "expectations"));
        files.put("freshness", SqlFile.read(SqlFile.Engine.DUCKDB, "freshness"));
    }

    List<Query> all() {
        return files.keySet().stream().map(this::find).toList();
    }

    /** The query of that name; 404 when there is none. */
    Query find(String name) {
        SqlFile file = files.get(name);
        if (file == null) {
            throw new InvalidRequestException(
                    Reason.NOT_FOUND,
                    "there is no query '" + name + "'; there are " + String.join(", ", files.keySet()));
        }
        return new Query(name, summary(file.text()), file.statements().getFirst());
    }

    private static String summary(String text) {
        return text.lines()
                .takeWhile(line -> line.startsWith("--"))
                .map(line -> line.substring(2).strip())
                .collect(Collectors.joining(" "));
    }

    /**
     * Asks a query of the first DuckDB sink of a pipeline that stores what it is about: the states of gaps, or trades.
     *
     * @param limit rows at most
     * @throws InvalidRequestException when the pipeline has no such sink, it has stored nothing, or the query failed
     */
    Answer ask(Query query, IngestPipeline pipeline, int limit) {
        boolean ofGaps = query.name().equals(GAP_STATES);
        Store store = pipeline.spec().sinks().stream()
                .filter(sink -> sink.type().equals(TYPE) && sink.rowTypes().equals(GAPS) == ofGaps)
                .findFirst()
                .flatMap(this::store)
                .orElseThrow(() -> new InvalidRequestException(
                        Reason.CONFLICT,
                        "pipeline '" + pipeline.name() + "' has no sink of type " + TYPE
                                + (ofGaps ? " with types: [gap]" : "")));
        String sql = ofGaps ? query.sql().replace(GAP_TABLE, store.table()) : query.sql();
        SqlFile file = new SqlFile(SqlFile.Engine.DUCKDB, query.name(), sql + ";").in("unused", store.table());
        long began = ticker.nanos();
        DuckDbRows found = new DuckDbReader(store.database(), limit, timeout, ticker)
                .query(file.statements().getFirst());
        return new Answer(
                query.name(),
                pipeline.name(),
                store.sink(),
                found.columns(),
                found.rows(),
                (ticker.nanos() - began) / 1e9,
                found.complete());
    }

    private Optional<Store> store(SinkSpec<?> sink) {
        Map<String, Object> keys = sink.shown();
        String table = String.valueOf(keys.getOrDefault("table", "coinbase_ticker"));
        if (!(keys.get("path") instanceof String file) || !table.matches("\\w+")) {
            return Optional.empty();
        }
        return Optional.of(new Store(sink.name(), DuckDbDatabase.file(base.get().resolve(file)), table));
    }
}
