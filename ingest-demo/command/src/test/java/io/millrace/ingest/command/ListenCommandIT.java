package io.millrace.ingest.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.command.Lifetime;
import io.millrace.core.time.Ticker;
import io.millrace.exchange.Exchange;
import io.millrace.exchange.ExchangeSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(60)
final class ListenCommandIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    private int run(String... arguments) {
        CommandLine program = IngestCommand.commandLine(new Lifetime(Duration.ofSeconds(15)))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        return program.execute(arguments);
    }

    private String config(String address) throws Exception {
        return Files.writeString(folder.resolve("demo.yaml"), """
                        source:
                          type: coinbase
                          wss_url: %s
                          subscription:
                            product_ids: [BTC-USD]
                            channels: [ticker]
                        sink:
                          type: file
                          file_path: test.jsonl
                        """.formatted(address))
                .toString();
    }

    @Test
    void runsTheFileOfTheReference() throws Exception {
        try (Exchange exchange =
                Exchange.start(ExchangeSettings.DEFAULT.withPort(0).withRate(500), Ticker.SYSTEM)) {
            assertThat(run("listen", "-c", config(exchange.feed()), "--duration", "3"))
                    .as(err::toString)
                    .isZero();
        }
        List<String> rows = Files.readAllLines(folder.resolve("test.jsonl"));
        assertThat(rows).hasSizeGreaterThan(10);
        assertThat(JSON.readTree(rows.getFirst()).get("product_id").asText()).isEqualTo("BTC-USD");
        assertThat(folder.resolve(".millrace").resolve("demo")).isDirectory();
        for (String line : err.toString().lines().toList()) {
            JsonNode entry = JSON.readTree(line);
            assertThat(entry.get("system").asText()).isEqualTo("streaming_analytics_demo");
            assertThat(entry.get("level").asText()).isIn("INFO", "WARNING");
        }
        assertThat(err.toString()).contains("has stored " + rows.size() + " rows, 0 wait, 0 letters");
    }

    @Test
    void failsWhenNobodyListens() throws Exception {
        assertThat(run("listen", "-c", config("ws://127.0.0.1:1"))).isEqualTo(1);
        assertThat(err.toString()).contains("Error: Failed to connect to source: ");
    }

    @Test
    void onlyChecks() throws Exception {
        assertThat(run("listen", "--check", "-c", config("ws://127.0.0.1:1")))
                .as(err::toString)
                .isZero();
        assertThat(out.toString()).contains("demo.yaml is right: 1 pipelines");
        assertThat(run("listen", "--check", "-c", config("http://127.0.0.1:1"))).isEqualTo(2);
        assertThat(err.toString()).contains("Error: Invalid value: Config validation failed: ", "wss_url");
        assertThat(folder.resolve(".millrace")).doesNotExist();
    }

    @Test
    void tellsEverythingThatIsWrongAtItsPlace() throws Exception {
        String file = Files.writeString(folder.resolve("wrong.yaml"), """
                        source:
                          type: coinbase
                          wss_url: https://feed.example.test
                          connections: 3
                          subscription:
                            product_ids: [BTC-USD, btc_usd]
                            channels: [tickr]
                        sink:
                          type: file
                          fle_path: test.jsonl
                        """).toString();
        assertThat(run("listen", "-c", file)).isEqualTo(2);
        assertThat(err.toString().lines())
                .anyMatch(line -> line.endsWith("wrong.yaml:3:12 source.wss_url: is wrong; expected text like"
                        + " wss://ws-feed.exchange.coinbase.com, found 'https://feed.example.test'"))
                .anyMatch(line -> line.endsWith(
                        "wrong.yaml:4:16 source.connections: is wrong; expected a whole number from 1 to 2, found '3'"))
                .anyMatch(line -> line.contains("wrong.yaml:6:")
                        && line.endsWith(
                                "source.subscription.product_ids[1]: is wrong; expected text like BTC-USD or 1INCH-USD,"
                                        + " found 'btc_usd'"))
                .anyMatch(line -> line.contains("wrong.yaml:7:")
                        && line.contains(
                                "source.subscription.channels[0]: is wrong; expected ticker or ticker_batch or")
                        && line.endsWith("found 'tickr'"))
                .anyMatch(line -> line.contains("wrong.yaml:10:3 sink.fle_path: unknown key; did you mean file_path?"));
    }

    @Test
    void printsTheSchema() throws Exception {
        assertThat(run("listen", "--schema")).isZero();
        assertThat(JSON.readTree(out.toString()).isObject()).isTrue();
        assertThat(out.toString()).contains("coinbase", "wss_url", "file_path");
    }
}
