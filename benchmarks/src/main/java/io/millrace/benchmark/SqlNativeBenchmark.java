package io.millrace.benchmark;

import io.millrace.connector.proton.ProtonEngine;
import io.millrace.connector.proton.ProtonSettings;
import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.time.Ticker;
import io.millrace.sql.Engine;
import io.millrace.sql.EnginePipeline;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.encode.JsonRows;
import io.millrace.sql.exec.EmbeddedEngine;
import io.millrace.sql.wire.NativeListener;
import io.millrace.sql.wire.NativeServer;
import io.millrace.sql.wire.NativeSettings;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * Rows of a query as fast as they come: from the embedded engine in this process; through the Proton engine, its driver
 * and the native endpoint of another process; and through the JDBC driver alone, as somebody's own program would read
 * them. Each also made to JSON rows where that is ours to do. The argument is the seconds per cell.
 */
final class SqlNativeBenchmark {

    private static final int ROUNDS = 3;
    private static final String STREAM =
            "CREATE RANDOM STREAM IF NOT EXISTS devices(device string default 'device'||to_string(rand()%4),"
                    + " temperature float default rand()%1000/10) SETTINGS eps=0";
    private static final String QUERY = "SELECT device, temperature FROM devices";

    private final int port;
    private final long nanos;

    private SqlNativeBenchmark(int port, long nanos) {
        this.port = port;
        this.nanos = nanos;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("serve")) {
            serve();
            return;
        }
        long seconds = arguments.length > 0 ? Long.parseLong(arguments[0]) : 5;
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SqlNativeBenchmark.class.getName(),
                        "serve")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII))) {
            new SqlNativeBenchmark(Integer.parseInt(said.readLine()), seconds * 1_000_000_000L).run();
        } finally {
            server.destroy();
        }
        System.exit(0);
    }

    private static void serve() throws InterruptedException {
        try (EmbeddedEngine engine = new EmbeddedEngine();
                NativeServer server =
                        NativeServer.start(NativeSettings.defaults(), engine, NativeListener.NONE, Ticker.SYSTEM)) {
            System.out.println(server.port());
            Thread.currentThread().join();
        }
    }

    private void run() throws Exception {
        try (EmbeddedEngine embedded = new EmbeddedEngine();
                ProtonEngine proton = new ProtonEngine(
                        ProtonSettings.of("127.0.0.1", port, "default", "default", ""), Ticker.SYSTEM)) {
            for (int round = 0; round <= ROUNDS; round++) {
                Rate plain = engine(embedded, false);
                Rate json = engine(embedded, true);
                Rate wire = engine(proton, false);
                Rate wireJson = engine(proton, true);
                Rate jdbc = jdbc();
                if (round == 0) {
                    continue; // warming up
                }
                System.out.printf(
                        "round %d, rows/s: embedded %s, as JSON %s | wire %s (%.2f), as JSON %s (%.2f) | JDBC driver %s (%.2f)%n",
                        round,
                        plain,
                        json,
                        wire,
                        wire.perSecond / plain.perSecond,
                        wireJson,
                        wireJson.perSecond / json.perSecond,
                        jdbc,
                        jdbc.perSecond / plain.perSecond);
            }
        }
    }

    /** With the processor time that this process took for a row. */
    private record Rate(double perSecond, double cpuNanos) {

        static Rate of(long rows, long nanos, long cpu) {
            return new Rate(rows * 1e9 / nanos, cpu / (double) Math.max(1, rows));
        }

        @Override
        public String toString() {
            return "%,.0f at %.0f ns".formatted(perSecond, cpuNanos);
        }
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private Rate engine(Engine engine, boolean json) throws InterruptedException {
        try (EnginePipeline pipeline = engine.start("benchmark", List.of(STREAM, QUERY));
                Source<RowBatch> source = pipeline.query()) {
            JsonRows rows = new JsonRows(pipeline.plan().schema(), null);
            source.open();
            long count = 0;
            long begin = System.nanoTime();
            long cpu = cpu();
            while (System.nanoTime() - begin < nanos) {
                if (source.poll(Duration.ofMillis(100)) instanceof Poll.Batch<RowBatch> batch) {
                    for (Record<RowBatch> record : batch.records()) {
                        count += json
                                ? rows.encode(record.value()).rows()
                                : record.value().size();
                    }
                    batch.ack().commit();
                }
            }
            return Rate.of(count, System.nanoTime() - begin, cpu() - cpu);
        }
    }

    private Rate jdbc() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:timeplus://127.0.0.1:" + port + "/default");
                Statement statement = connection.createStatement()) {
            statement.execute(STREAM);
            long count = 0;
            long bytes = 0;
            long begin = System.nanoTime();
            long cpu = cpu();
            // an endless query would not let go of the driver, which cannot cancel one
            try (ResultSet rows = statement.executeQuery(QUERY + " LIMIT 3000000")) {
                while (rows.next() && System.nanoTime() - begin < nanos) {
                    bytes += rows.getString(1).length() + (rows.getFloat(2) > 50 ? 1 : 0);
                    count++;
                }
            }
            if (bytes == 0) {
                throw new IllegalStateException("no rows came");
            }
            return Rate.of(count, System.nanoTime() - begin, cpu() - cpu);
        }
    }
}
