package io.millrace.benchmark;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.json.JsonRow;
import io.millrace.core.time.Ticker;
import io.millrace.ingest.feed.CoinbaseSettings;
import io.millrace.ingest.feed.CoinbaseSourceType;
import io.millrace.ingest.feed.Subscription;
import io.millrace.ingest.type.SourceContext;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Tickers of 420 bytes over a WebSocket of this machine, from a process that costs next to nothing: read by a bare
 * Vert.x client that counts frames, by the same that reads each as text, by our source counted, and by our source into
 * a file (buffered, 1 MiB). Nothing is pinned. The argument is the seconds per cell.
 */
final class IngestFeedBenchmark {

    private static final int ROUNDS = 3;
    private static final int WARM_UP_SECONDS = 3;

    private final int port;
    private final long seconds;

    private IngestFeedBenchmark(int port, long seconds) {
        this.port = port;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("serve")) {
            TickerFlood.serve();
            return;
        }
        long seconds = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10;
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        IngestFeedBenchmark.class.getName(),
                        "serve")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII))) {
            new IngestFeedBenchmark(Integer.parseInt(said.readLine()), seconds).run();
        } finally {
            server.destroy();
        }
    }

    private void run() throws Exception {
        for (int round = 1; round <= ROUNDS; round++) {
            double frames = bare(false);
            double texts = bare(true);
            double counted = source(null);
            Path file = Files.createTempFile("ingest-feed", ".jsonl");
            double stored = source(file);
            Files.delete(file);
            System.out.printf(
                    "round %d: bare frames %,.0f/s  bare texts %,.0f/s  source counted %,.0f/s (%.2f of frames)"
                            + "  source to file %,.0f/s (%.2f)%n",
                    round, frames, texts, counted, counted / frames, stored, stored / frames);
        }
    }

    private double bare(boolean text) throws InterruptedException {
        LongAdder count = new LongAdder();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            var socket = vertx.createWebSocketClient().webSocket();
            if (text) {
                socket.textMessageHandler(_ -> count.increment());
            } else {
                socket.frameHandler(_ -> count.increment());
            }
            socket.connect(port, "127.0.0.1", "/")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join()
                    .writeTextMessage("subscribe");
            return rate(count);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private double rate(LongAdder count) throws InterruptedException {
        TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
        long before = count.sum();
        long begin = System.nanoTime();
        TimeUnit.SECONDS.sleep(seconds);
        return (count.sum() - before) * 1e9 / (System.nanoTime() - begin);
    }

    private double source(@Nullable Path file) throws Exception {
        LongAdder count = new LongAdder();
        List<String> refused = new ArrayList<>();
        CoinbaseSettings settings =
                CoinbaseSettings.of("ws://127.0.0.1:" + port, new Subscription(List.of("BTC-USD"), List.of("ticker")));
        SourceContext context =
                new SourceContext("benchmark", Path.of("."), (_, reason) -> refused.add(reason), Ticker.SYSTEM);
        Source<JsonRow> source = new CoinbaseSourceType().create(settings, context);
        source.open();
        Thread reader = Thread.ofVirtual().start(() -> read(source, file, count));
        try {
            return rate(count);
        } finally {
            source.close();
            reader.join();
            if (!refused.isEmpty()) {
                System.out.println(refused.size() + " refused: " + refused.getFirst());
            }
        }
    }

    private static void read(Source<JsonRow> source, @Nullable Path file, LongAdder count) {
        try (OutputStream out = file == null
                ? OutputStream.nullOutputStream()
                : new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            while (true) {
                switch (source.poll(Duration.ofMillis(100))) {
                    case Poll.Batch<JsonRow> batch -> {
                        if (file != null) {
                            write(batch.records(), out);
                        }
                        batch.ack().commit();
                        count.add(batch.records().size());
                    }
                    case Poll.Idle<JsonRow> _ -> {}
                    case Poll.End<JsonRow> _ -> {
                        return;
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(List<Record<JsonRow>> rows, OutputStream out) throws IOException {
        for (Record<JsonRow> row : rows) {
            JsonRow value = row.value();
            byte[] line = new byte[value.size() + 1];
            value.copyTo(line, 0);
            line[value.size()] = '\n';
            out.write(line);
        }
    }
}
