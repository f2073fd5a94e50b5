package io.millrace.ingest.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.command.Lifetime;
import io.millrace.core.testkit.Eventually;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class ExchangeCommandIT {

    private static final Pattern REST = Pattern.compile("REST (http://127.0.0.1:\\d+)");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Lifetime lifetime = new Lifetime(Duration.ofSeconds(15));

    private int run(String... arguments) {
        CommandLine program =
                IngestCommand.commandLine(lifetime).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return program.execute(arguments);
    }

    @Test
    void runsUntilItIsToldToStop(@TempDir Path folder) throws Exception {
        AtomicInteger code = new AtomicInteger(-1);
        Thread program = Thread.ofPlatform()
                .start(() -> code.set(run(
                        "exchange",
                        "--port",
                        "0",
                        "--products",
                        "BTC-USD,ETH-USD",
                        "--rate",
                        "1000",
                        "--state",
                        folder.toString(),
                        "--first-trade-id",
                        "7",
                        "--fault",
                        "gap=0.5",
                        "--fault",
                        "lost=0.1")));
        Eventually.until("it tells where it listens", () -> err.toString().contains("control"));
        Matcher rest = REST.matcher(err.toString());
        assertThat(rest.find()).isTrue();
        HttpResponse<String> state = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(rest.group(1) + "/control"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(state.body()).contains("\"gap\":{\"probability\":0.5,", "\"product_id\":\"ETH-USD\",\"first\":7,");
        lifetime.stop();
        program.join();
        assertThat(code).hasValue(0);
        assertThat(err.toString()).contains("2 products: BTC-USD, ETH-USD", "BTC-USD: ", " trades, 7 to ");
        assertThat(folder.resolve("exchange.json")).isRegularFile();
    }

    @Test
    void playsForAWhile(@TempDir Path folder) throws Exception {
        Path capture = Files.writeString(
                folder.resolve("a.ndjson"), "{\"type\":\"match\",\"product_id\":\"A-B\",\"trade_id\":1}\n");
        assertThat(run("exchange", "--port", "0", "--play", capture.toString(), "--duration", "0.1"))
                .isZero();
        assertThat(err.toString()).contains("1 products: A-B", "A-B: 0 trades");
    }

    @Test
    void saysWhatIsWrongWithTheCommandLine(@TempDir Path folder) {
        assertThat(run()).isEqualTo(2);
        assertThat(run("exchange", "--products", "bitcoin")).isEqualTo(2);
        assertThat(run("exchange", "--fault", "gaps=1")).isEqualTo(2);
        assertThat(run("exchange", "--fault", "gap=2")).isEqualTo(2);
        assertThat(run("exchange", "--rate", "fast")).isEqualTo(2);
        assertThat(run("exchange", "--duration", "-1")).isEqualTo(2);
        assertThat(run(
                        "exchange",
                        "--port",
                        "0",
                        "--play",
                        folder.resolve("missing").toString()))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("which command? One of exchange, listen")
                .contains("exchange: a product must be like BTC-USD, was 'bitcoin'")
                .contains("exchange: there is no fault 'gaps'; there are gap, lost,")
                .contains("exchange: the probability of gap must be from 0 to 1, was 2.0")
                .contains("'--rate'")
                .contains("--duration must be 0 or more seconds, was -1.0")
                .contains("exchange: cannot read the capture");
    }

    @Test
    void explainsItself() {
        assertThat(run("exchange", "--help")).isZero();
        assertThat(run("listen", "--help")).isZero();
        assertThat(out.toString())
                .contains("--products", "--fault", "--flood", "--play", "--config", "--state", "--check", "--schema");
    }
}
