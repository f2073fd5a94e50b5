package io.millrace.ingest.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.command.Lifetime;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import io.millrace.exchange.Exchange;
import io.millrace.exchange.ExchangeLimits;
import io.millrace.exchange.ExchangeSettings;
import io.millrace.exchange.Fault;
import io.millrace.ingest.IngestSettings;
import io.millrace.ingest.config.IngestDocument;
import io.millrace.ingest.config.IngestDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ListenRunIT {

    private final Lifetime lifetime = new Lifetime(Duration.ofSeconds(15));

    @TempDir
    private Path folder = Path.of("");

    private static Exchange exchange() {
        return Exchange.start(
                ExchangeSettings.DEFAULT
                        .withPort(0)
                        .withProducts("BTC-USD")
                        .withRate(500)
                        .withLimits(ExchangeLimits.NONE),
                Ticker.SYSTEM);
    }

    private IngestDocument document(String source) {
        String text = """
                source: %s
                sink: {type: file, file_path: out.jsonl}
                """.formatted(source);
        return IngestDocuments.read("test.yaml", text, folder, Map.of());
    }

    private IngestDocument coinbase(String address) {
        return document("{type: coinbase, wss_url: '%s', subscription: {product_ids: [BTC-USD], channels: [ticker]}}"
                .formatted(address));
    }

    private Path out() {
        return folder.resolve("out.jsonl");
    }

    private long stored() {
        try (var lines = Files.lines(out())) {
            return lines.count();
        } catch (IOException _) {
            return 0;
        }
    }

    private ListenRun run(boolean keepTrying, double seconds) {
        return new ListenRun(IngestSettings.of(folder.resolve("state")), keepTrying, seconds);
    }

    @Test
    void storesWhatComesUntilItIsToldToStop() throws Exception {
        try (Exchange exchange = exchange()) {
            Thread stopper = Thread.ofVirtual().start(() -> {
                Eventually.until("rows are stored", () -> stored() > 100);
                lifetime.stop();
            });
            run(false, 0).run(coinbase(exchange.feed()), lifetime, Ticker.SYSTEM);
            stopper.join();
        }
        long first = tradeId(Files.readAllLines(out()).getFirst());
        long last = tradeId(Files.readAllLines(out()).getLast());
        assertThat(stored()).isEqualTo(last - first + 1);
    }

    private static long tradeId(String line) {
        return Long.parseLong(line.replaceFirst(".*\"trade_id\":\\s*(\\d+).*", "$1"));
    }

    @Test
    void endsWhenItsFileIsRead() throws Exception {
        Files.writeString(folder.resolve("in.jsonl"), "{\"type\":\"ticker\",\"n\":1}\n{\"type\":\"ticker\",\"n\":2}\n");
        run(false, 0).run(document("{type: file, file_path: in.jsonl}"), lifetime, Ticker.SYSTEM);
        assertThat(stored()).isEqualTo(2);
    }

    @Test
    void failsWhenItsSourceCannotBeReachedAtFirst() {
        assertThatThrownBy(() -> run(false, 0).run(coinbase("ws://127.0.0.1:1"), lifetime, Ticker.SYSTEM))
                .isInstanceOfSatisfying(
                        ListenFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(1))
                .hasMessageStartingWith("Failed to connect to source: ");
    }

    @Test
    void failsWhenItsSubscriptionIsRefused() {
        try (Exchange exchange = exchange()) {
            exchange.next(Fault.ERROR, 100);
            assertThatThrownBy(() -> run(false, 0).run(coinbase(exchange.feed()), lifetime, Ticker.SYSTEM))
                    .isInstanceOfSatisfying(
                            ListenFailure.class,
                            failure -> assertThat(failure.code()).isEqualTo(1))
                    .hasMessageStartingWith("Failed to connect to source: ")
                    .hasMessageContaining("Failed to subscribe");
        }
    }

    @Test
    void triesAgainWhenTheConnectionIsLostLater() throws Exception {
        try (Exchange exchange = exchange()) {
            Thread stopper = Thread.ofVirtual().start(() -> {
                Eventually.until("rows are stored", () -> stored() > 0);
                exchange.next(Fault.DISCONNECT, 1);
                Eventually.until(
                        "it is connected again", () -> exchange.account().accepted() == 2);
                long before = stored();
                Eventually.until("more rows are stored", () -> stored() > before);
                lifetime.stop();
            });
            run(false, 0).run(coinbase(exchange.feed()), lifetime, Ticker.SYSTEM);
            stopper.join();
            assertThat(exchange.account().accepted()).isEqualTo(2);
        }
    }

    @Test
    void waitsForItsSourceWhenAskedTo() throws Exception {
        run(true, 1).run(coinbase("ws://127.0.0.1:1"), lifetime, Ticker.SYSTEM);
        assertThat(stored()).isZero();
    }
}
