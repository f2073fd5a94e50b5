package io.millrace.benchmark;

import io.millrace.connector.clickhouse.testkit.ClickHouseServer;
import io.millrace.connector.duckdb.DuckDbDatabase;
import io.millrace.connector.duckdb.DuckDbReader;
import io.millrace.core.time.Ticker;
import io.millrace.exchange.Exchange;
import io.millrace.exchange.ExchangeLimits;
import io.millrace.exchange.ExchangeSettings;
import io.millrace.ingest.Ingest;
import io.millrace.ingest.IngestSettings;
import io.millrace.ingest.config.IngestDocuments;
import io.millrace.ingest.status.PipelineStatus;
import io.millrace.ingest.status.SinkStatus;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * From the exchange's clock to the moment at which a query sees the trade: a simulated exchange in a process of its
 * own, the engine with its defaults in this one, a file, DuckDB and, where there is one, ClickHouse behind it. Every
 * stored trade counts. The arguments are the seconds and the trades a second.
 */
final class IngestFlowBenchmark {

    private static final int WARM_UP_SECONDS = 10;
    private static final long LOOK_MILLIS = 10;

    /** Asks for the trades behind an id: rows of id and age in microseconds. */
    @FunctionalInterface
    private interface Query {

        List<long[]> behind(long id) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("serve")) {
            serve(Double.parseDouble(arguments[1]));
            return;
        }
        long seconds = arguments.length > 0 ? Long.parseLong(arguments[0]) : 30;
        String rate = arguments.length > 1 ? arguments[1] : "10000";
        Path folder = Files.createTempDirectory("ingest-flow");
        Process exchange = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        IngestFlowBenchmark.class.getName(),
                        "serve",
                        rate)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(exchange.getInputStream(), StandardCharsets.US_ASCII))) {
            boolean clickHouse = System.getenv("MILLRACE_CHDB") != null || System.getenv("MILLRACE_CLICKHOUSE") != null;
            try (ClickHouseServer server =
                    clickHouse ? ClickHouseServer.start(Files.createDirectory(folder.resolve("server"))) : null) {
                run(folder, said.readLine(), said.readLine(), server, seconds, rate);
            }
        } finally {
            exchange.destroy();
        }
        System.exit(0);
    }

    private static void serve(double rate) throws InterruptedException {
        try (Exchange exchange = Exchange.start(
                ExchangeSettings.DEFAULT
                        .withPort(0)
                        .withProducts("BTC-USD")
                        .withRate(rate)
                        .withLimits(ExchangeLimits.NONE),
                Ticker.SYSTEM)) {
            System.out.println(exchange.feed());
            System.out.println(exchange.rest());
            Thread.currentThread().join();
        }
    }

    private static void run(
            Path folder, String feed, String rest, @Nullable ClickHouseServer server, long seconds, String rate)
            throws Exception {
        String database = server == null ? null : server.newDatabase();
        StringBuilder document = new StringBuilder("""
                pipelines:
                  flow:
                    source:
                      type: coinbase
                      wss_url: %s
                      rest_url: %s
                      subscription: {product_ids: [BTC-USD], channels: [ticker]}
                    sinks:
                      file: {type: file, file_path: trades.ndjson}
                      duckdb: {type: duckdb, path: trades.duckdb}
                """.formatted(feed, rest));
        if (server != null) {
            document.append("""
                          clickhouse: {type: clickhouse_connect, host: %s, port: %d, database: %s, table: ticker, user: '%s', password: '%s'}
                    """.formatted(server.host(), server.port(), database, server.user(), server.password()));
        }
        try (Ingest ingest = Ingest.open(IngestSettings.of(folder.resolve("state")), Ticker.SYSTEM)) {
            ingest.apply(IngestDocuments.read("flow.yaml", document.toString(), folder, Map.of()));
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
            Map<String, Prober> probers = new LinkedHashMap<>();
            DuckDbReader duckDb = new DuckDbReader(
                    DuckDbDatabase.file(folder.resolve("trades.duckdb")),
                    1_000_000,
                    Duration.ofSeconds(30),
                    Ticker.SYSTEM);
            probers.put("duckdb", new Prober(id -> duckDb(duckDb, id)));
            if (server != null) {
                probers.put("clickhouse", new Prober(id -> clickHouse(server, database + ".ticker", id)));
            }
            long before = stored(ingest);
            long begin = System.nanoTime();
            for (Prober prober : probers.values()) {
                prober.thread.start();
            }
            TimeUnit.SECONDS.sleep(seconds);
            double took = (System.nanoTime() - begin) / 1e9;
            double perSecond = (stored(ingest) - before) / took;
            for (Prober prober : probers.values()) {
                prober.done = true;
                prober.thread.join();
            }
            System.out.printf(
                    "%s trades/s wanted, %,.0f stored a second in %s, each; heap of at most %d MiB%n",
                    rate,
                    perSecond,
                    probers.keySet(),
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax() >> 20);
            probers.forEach((sink, prober) -> prober.print(sink));
            PipelineStatus status = ingest.pipelines().getFirst().status();
            for (SinkStatus sink : status.sinks()) {
                System.out.printf(
                        "%-10s %,d rows, last batch %,d in %d ms, %,d rows behind, retries %d%n",
                        sink.name(),
                        sink.rows(),
                        sink.lastBatchRows(),
                        sink.lastInsert().toMillis(),
                        sink.lagRows(),
                        sink.retries());
            }
        }
    }

    /** Rows in the sink that has least. */
    private static long stored(Ingest ingest) {
        return ingest.pipelines().getFirst().status().sinks().stream()
                .mapToLong(SinkStatus::rows)
                .min()
                .orElseThrow();
    }

    private static List<long[]> duckDb(DuckDbReader reader, long id) {
        long now = micros();
        List<long[]> rows = new ArrayList<>();
        for (List<@Nullable Object> row : reader.query(
                        "SELECT trade_id, epoch_us(time) FROM coinbase_ticker WHERE trade_id > " + id)
                .rows()) {
            rows.add(new long[] {number(row.get(0)), now - number(row.get(1))});
        }
        return rows;
    }

    private static long number(@Nullable Object value) {
        return Long.parseLong(String.valueOf(value));
    }

    private static List<long[]> clickHouse(ClickHouseServer server, String table, long id) throws Exception {
        long now = micros();
        return server.query("SELECT trade_id, toUnixTimestamp64Micro(toDateTime64(time, 6)) FROM " + table
                        + " WHERE trade_id > " + id + " FORMAT TSV")
                .lines()
                .map(line -> line.split("\t", -1))
                .map(cells -> new long[] {Long.parseLong(cells[0]), now - Long.parseLong(cells[1])})
                .toList();
    }

    private static long micros() {
        return TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
    }

    /** Looks every ten milliseconds what is new; a trade is as old as it is when the query that sees it begins. */
    private static final class Prober {

        private final Query query;
        private final Thread thread = new Thread(this::probe, "prober");
        private volatile boolean done;
        private long[] ages = new long[1 << 20];
        private int count;

        Prober(Query query) {
            this.query = query;
        }

        private void probe() {
            try {
                long last = newest(query.behind(0), 0);
                while (!done) {
                    List<long[]> rows = query.behind(last);
                    last = newest(rows, last);
                    for (long[] row : rows) {
                        if (count == ages.length) {
                            ages = Arrays.copyOf(ages, 2 * count);
                        }
                        ages[count++] = row[1];
                    }
                    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                }
            } catch (Exception e) {
                throw new IllegalStateException("cannot ask what is stored", e);
            }
        }

        private static long newest(List<long[]> rows, long before) {
            return rows.stream().mapToLong(row -> row[0]).max().orElse(before);
        }

        void print(String sink) {
            Arrays.sort(ages, 0, count);
            System.out.printf(
                    "%-10s feed to queryable: p50 %.0f ms, p99 %.0f ms, highest %.0f ms, of %,d trades%n",
                    sink, at(0.5), at(0.99), at(1), count);
        }

        private double at(double part) {
            return count == 0 ? Double.NaN : ages[(int) Math.min(count - 1L, (long) (count * part))] / 1e3;
        }
    }
}
