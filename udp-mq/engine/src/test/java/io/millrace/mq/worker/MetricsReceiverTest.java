package io.millrace.mq.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.millrace.core.failure.FatalException;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import io.millrace.mq.statistics.NodeStatistics;
import io.millrace.mq.statistics.StatisticsSender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MetricsReceiverTest {

    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final List<String> posts = new CopyOnWriteArrayList<>();
    private final List<String> blocks = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final HttpServer hub = hub();

    private HttpServer hub() {
        try {
            HttpServer server = HttpServer.create(ANY, 0);
            server.createContext("/post", exchange -> {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                boolean refused = refusals.getAndDecrement() > 0;
                if (!refused) {
                    posts.add(exchange.getRequestHeaders().getFirst("Content-Type") + " " + body);
                }
                exchange.sendResponseHeaders(refused ? 500 : 200, -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void stop() {
        hub.stop(0);
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + hub.getAddress().getPort() + "/post");
    }

    private MetricsReceiver receiver(URI uri) {
        return MetricsReceiver.start(ANY, uri, ZoneOffset.UTC, blocks::add, Ticker.SYSTEM);
    }

    @Test
    void reportsArePrintedAndPostedQuietOnesToo() {
        NodeStatistics busy = new NodeStatistics("Pong", "BUSY", Ticker.SYSTEM);
        NodeStatistics quiet = new NodeStatistics("Sink", "QUIET", Ticker.SYSTEM);
        busy.in(1);
        busy.out(1);
        busy.latency(50_000);
        refusals.set(1);
        try (MetricsReceiver receiver = receiver(uri());
                StatisticsSender _ = StatisticsSender.start(
                        List.of(busy, quiet), receiver.address(), Duration.ofMillis(200), Ticker.SYSTEM)) {
            Eventually.until("both nodes are posted", () -> posts.size() >= 2);
        }
        assertThat(posts.getFirst())
                .matches("application/json \\{\"pipeline_key\": \"BUSY\", \"t1\": [0-9.]+, \"t0\": [0-9.]+, \"topics\":"
                        + " \\{\"latency_bins\": \\{\"0\\.0001\": 1}, \"throughput_out\": \\{\"\\d+\": 1}}}");
        assertThat(posts.get(1))
                .contains("\"QUIET\"")
                .endsWith("\"topics\": {\"latency_bins\": {}, \"throughput_out\": {}}}");
        assertThat(blocks.getFirst()).startsWith("\n    Vertex: BUSY\n    Function: Pong\n");
    }

    @Test
    void aHubThatIsDownHoldsNothingUp() {
        URI nowhere = URI.create("http://127.0.0.1:1/post");
        NodeStatistics node = new NodeStatistics("Pong", "NODE", Ticker.SYSTEM);
        try (MetricsReceiver receiver = receiver(nowhere);
                StatisticsSender _ = StatisticsSender.start(
                        List.of(node), receiver.address(), Duration.ofMillis(5), Ticker.SYSTEM)) {
            Eventually.until("it goes on printing", () -> blocks.size() >= 50);
            assertThat(receiver.malformed()).isZero();
        }
    }

    @Test
    void aPortInUseIsTold() {
        try (MetricsReceiver receiver = receiver(uri())) {
            assertThatThrownBy(() -> MetricsReceiver.start(
                            receiver.address(), uri(), ZoneOffset.UTC, blocks::add, Ticker.SYSTEM))
                    .isInstanceOf(FatalException.class)
                    .hasMessageStartingWith(
                            "cannot bind 127.0.0.1:" + receiver.address().getPort());
        }
    }

    @Test
    void whatIsNoReportIsCounted() {
        try (MetricsReceiver receiver = receiver(uri());
                SocketSink sink = SocketSink.raw(receiver.address())) {
            sink.open();
            sink.write(List.of(io.millrace.core.Record.of("nonsense", Ticker.SYSTEM.now())));
            Eventually.until("it is counted", () -> receiver.malformed() == 1);
        }
    }
}
