package io.millrace.connector.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.QueueSettings;
import io.millrace.core.json.JsonRow;
import io.millrace.core.testkit.Certificate;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.testkit.ManualTicker;
import io.millrace.core.testkit.SourceContract;
import io.millrace.core.time.Ticker;
import io.netty.channel.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.impl.WebSocketInternal;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WebSocketSourceIT implements SourceContract<WebSocketMessage> {

    private final List<Server> servers = new ArrayList<>();

    private Server serve(Consumer<ServerWebSocket> talk) {
        Server server = new Server(talk);
        servers.add(server);
        return server;
    }

    @AfterEach
    void stop() {
        servers.forEach(Server::close);
    }

    @Override
    public List<WebSocketMessage> samples() {
        return List.of(
                WebSocketMessage.of("one"),
                WebSocketMessage.of("two \uD83D\uDE8B"),
                WebSocketMessage.of(""),
                WebSocketMessage.of(new byte[] {0, -1, 4}),
                WebSocketMessage.of("five"));
    }

    @Override
    public boolean ends() {
        return false;
    }

    @Override
    public Source<WebSocketMessage> sourceOf(List<WebSocketMessage> values) {
        AtomicBoolean first = new AtomicBoolean(true);
        Server server = serve(socket -> {
            if (first.compareAndSet(true, false)) {
                values.forEach(value -> send(socket, value));
            }
        });
        return new Settled(of(server.uri()), values.size());
    }

    private static void send(ServerWebSocket socket, WebSocketMessage message) {
        var _ = message.isText()
                ? socket.writeTextMessage(message.text())
                : socket.writeBinaryMessage(Buffer.buffer(message.toBytes()));
    }

    /** Waits, when first opened, until all has arrived: a WebSocket that is closed meanwhile repeats nothing. */
    private record Settled(WebSocketSource source, int count, AtomicBoolean opened)
            implements Source<WebSocketMessage> {

        Settled(WebSocketSource source, int count) {
            this(source, count, new AtomicBoolean());
        }

        @Override
        public void open() {
            source.open();
            if (opened.compareAndSet(false, true)) {
                Eventually.until("all is here", () -> source.queue().depth() == count);
            }
        }

        @Override
        public Poll<WebSocketMessage> poll(Duration timeout) throws InterruptedException {
            return source.poll(timeout);
        }

        @Override
        public void close() {
            source.close();
        }
    }

    @Override
    public Source<WebSocketMessage> silent() {
        return of(serve(_ -> {}).uri());
    }

    private static WebSocketSource of(URI uri) {
        return WebSocketSource.of(WebSocketSettings.of(uri), Ticker.SYSTEM);
    }

    private static List<String> texts(Source<WebSocketMessage> source, int count) throws InterruptedException {
        List<String> texts = new ArrayList<>();
        while (texts.size() < count) {
            if (source.poll(Duration.ofSeconds(10)) instanceof Poll.Batch<WebSocketMessage> batch) {
                batch.records().stream()
                        .map(Record::value)
                        .map(WebSocketMessage::text)
                        .forEach(texts::add);
                batch.ack().commit();
            }
        }
        return texts;
    }

    @Test
    void sendsItsGreetingsAndHeadersAtEachOpen() throws InterruptedException {
        List<String> tokens = new ArrayList<>();
        Server server = serve(socket -> tokens.add(socket.headers().get("Authorization")));
        WebSocketSettings settings = WebSocketSettings.of(server.uri(), "subscribe", "and more")
                .withHeaders(Map.of("Authorization", "Bearer secret"));
        assertThat(settings.toString()).doesNotContain("secret");
        try (WebSocketSource source = WebSocketSource.of(settings, Ticker.SYSTEM)) {
            source.open();
            Eventually.until("greeted", () -> server.received.size() == 2);
            source.open();
            Eventually.until("greeted again", () -> server.received.size() == 4);
            assertThat(server.received).containsExactly("subscribe", "and more", "subscribe", "and more");
            assertThat(tokens).containsExactly("Bearer secret", "Bearer secret");
        }
    }

    @Test
    void putsMessagesTogetherThatCameInParts() throws InterruptedException {
        Server server = serve(socket -> {
            Server.sendInParts(socket, "a message in many parts");
            var _ = socket.writeTextMessage("x".repeat(100_000));
        });
        try (WebSocketSource source = of(server.uri())) {
            source.open();
            assertThat(texts(source, 2)).containsExactly("a message in many parts", "x".repeat(100_000));
        }
    }

    @Test
    void doesNotReadTheSocketWhileTheQueueIsFullAndLosesNothing() throws InterruptedException {
        int count = 20_000;
        Server server = serve(socket -> {
            for (int i = 0; i < count; i++) {
                var _ = socket.writeTextMessage("message " + i);
            }
        });
        WebSocketSettings settings =
                WebSocketSettings.of(server.uri()).withQueue(new QueueSettings(Overflow.BLOCK, 100, 64));
        try (WebSocketSource source = WebSocketSource.of(settings, Ticker.SYSTEM)) {
            source.open();
            Eventually.until("full", () -> source.queue().depth() == 100);
            List<String> texts = texts(source, count);
            for (int i = 0; i < count; i++) {
                assertThat(texts.get(i)).isEqualTo("message " + i);
            }
            assertThat(source.queue().dropped()).isZero();
        }
    }

    @Test
    void givesAllThatCameBeforeTheConnectionWasClosedAlthoughTheQueueWasFull() throws InterruptedException {
        Server server = serve(socket -> {
            for (int i = 0; i < 500; i++) {
                var _ = socket.writeTextMessage("message " + i);
            }
            var _ = socket.close((short) 1001, "bye");
        });
        WebSocketSettings settings =
                WebSocketSettings.of(server.uri()).withQueue(new QueueSettings(Overflow.BLOCK, 10, 10));
        try (WebSocketSource source = WebSocketSource.of(settings, Ticker.SYSTEM)) {
            source.open();
            Eventually.until("full", () -> source.queue().depth() == 10);
            assertThat(texts(source, 500)).startsWith("message 0", "message 1").endsWith("message 499");
            assertThatThrownBy(() -> source.poll(Duration.ofSeconds(10)))
                    .isInstanceOf(TransientException.class)
                    .hasMessageEndingWith("closed with code 1001 (going away): bye");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1000, true, (normal)",
        "1001, true, (going away)",
        "1008, false, (policy)",
        "1009, false, (message too big)",
        "1013, true, (try again later)",
        "4000, true, ''"
    })
    void saysHowItWasClosed(short code, boolean passes, String meaning) {
        Server server = serve(socket -> socket.close(code, "because"));
        try (WebSocketSource source = of(server.uri())) {
            source.open();
            assertThatThrownBy(() -> source.poll(Duration.ofSeconds(10)))
                    .isInstanceOf(passes ? TransientException.class : FatalException.class)
                    .hasMessage("connection to " + server.uri() + " closed with code " + code
                            + (meaning.isEmpty() ? "" : " " + meaning) + ": because")
                    .satisfies(e -> assertThat(e instanceof TransientException t && t.overloaded())
                            .isEqualTo(code == 1013));
        }
    }

    @Test
    void comesBackAfterTheConnectionBroke() throws InterruptedException {
        Server server = serve(socket -> {
            var _ = socket.writeTextMessage("hello");
        });
        try (WebSocketSource source = of(server.uri())) {
            source.open();
            assertThat(texts(source, 1)).containsExactly("hello");
            cut(server.sockets.getFirst());
            assertThatThrownBy(() -> source.poll(Duration.ofSeconds(10)))
                    .isInstanceOf(TransientException.class)
                    .hasMessageMatching(".* (closed with code 1006 .*|lost: .*)");
            source.open();
            assertThat(texts(source, 1)).containsExactly("hello");
        }
    }

    /** Ends the connection without a close frame. */
    private static void cut(ServerWebSocket socket) {
        Channel channel = channel(socket);
        channel.eventLoop().execute(() -> channel.unsafe().closeForcibly());
    }

    private static Channel channel(ServerWebSocket socket) {
        return ((WebSocketInternal) socket).channelHandlerContext().channel();
    }

    @ParameterizedTest
    @CsvSource({"401, false", "403, false", "404, false", "429, true", "500, true", "503, true"})
    void saysWhyTheUpgradeWasRefused(int status, boolean passes) {
        Server server = new Server(status);
        servers.add(server);
        try (WebSocketSource source = of(server.uri())) {
            assertThatThrownBy(source::open)
                    .isInstanceOf(passes ? TransientException.class : FatalException.class)
                    .hasMessageStartingWith(
                            "cannot connect to " + server.uri() + ": the server answers HTTP status " + status);
        }
    }

    @Test
    void mayTryAgainWhenNobodyListens() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        try (WebSocketSource source = of(URI.create("ws://127.0.0.1:" + port + "/?token=secret"))) {
            assertThatThrownBy(source::open)
                    .isInstanceOf(TransientException.class)
                    .hasMessage("cannot connect to ws://127.0.0.1:" + port + "/: connection refused");
        }
    }

    @Test
    void mayTryAgainWhenThereIsNoTlsOrNoAnswer() throws IOException {
        Server plain = serve(_ -> {});
        URI secure = URI.create(plain.uri().toString().replace("ws:", "wss:"));
        try (WebSocketSource source = of(secure)) {
            assertThatThrownBy(source::open).isInstanceOf(TransientException.class);
        }
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            WebSocketSettings all = WebSocketSettings.of(URI.create("ws://127.0.0.1:" + mute.getLocalPort()));
            WebSocketSettings settings = new WebSocketSettings(
                    all.uri(),
                    Map.of(),
                    List.of(),
                    true,
                    125,
                    Duration.ofMillis(300),
                    Duration.ZERO,
                    Duration.ZERO,
                    null,
                    all.queue());
            try (WebSocketSource source = WebSocketSource.of(settings, Ticker.SYSTEM)) {
                assertThatThrownBy(source::open).isInstanceOf(TransientException.class);
            }
        }
    }

    @Test
    void staysConnectedWhenTheTimeForConnectingIsOver() throws InterruptedException {
        Server server = serve(_ -> {});
        WebSocketSettings all = WebSocketSettings.of(server.uri());
        WebSocketSettings settings = new WebSocketSettings(
                all.uri(),
                Map.of(),
                List.of(),
                true,
                all.maxMessageBytes(),
                Duration.ofSeconds(2),
                Duration.ZERO,
                Duration.ZERO,
                null,
                all.queue());
        try (WebSocketSource source = WebSocketSource.of(settings, Ticker.SYSTEM)) {
            source.open();
            assertThat(source.poll(Duration.ofSeconds(3))).isInstanceOf(Poll.Idle.class);
            var _ = server.sockets.getFirst().writeTextMessage("still here");
            assertThat(texts(source, 1)).containsExactly("still here");
        }
    }

    @Test
    void takesSilenceForALoss() throws InterruptedException {
        ManualTicker ticker = new ManualTicker();
        Server server = serve(socket -> {
            var _ = socket.writeTextMessage("hello");
        });
        WebSocketSettings settings =
                WebSocketSettings.of(server.uri()).withPatience(Duration.ofSeconds(30), Duration.ZERO);
        try (WebSocketSource source = WebSocketSource.of(settings, ticker)) {
            source.open();
            assertThat(texts(source, 1)).containsExactly("hello");
            ticker.advance(Duration.ofSeconds(29));
            assertThat(source.poll(Duration.ofMillis(1))).isInstanceOf(Poll.Idle.class);
            ticker.advance(Duration.ofSeconds(1));
            assertThatThrownBy(() -> source.poll(Duration.ofSeconds(10)))
                    .isInstanceOf(TransientException.class)
                    .hasMessage("no message from " + server.uri() + " for 30000 ms");
            Eventually.until(
                    "the server sees it", () -> server.sockets.getFirst().isClosed());
        }
    }

    @Test
    void pingsAndTakesThePongForASignOfLife() throws InterruptedException {
        ManualTicker ticker = new ManualTicker();
        Server server = serve(_ -> {});
        WebSocketSettings settings =
                WebSocketSettings.of(server.uri()).withPatience(Duration.ZERO, Duration.ofSeconds(10));
        try (WebSocketSource source = WebSocketSource.of(settings, ticker)) {
            source.open();
            Eventually.until("connected", () -> server.sockets.size() == 1);
            ServerWebSocket socket = server.sockets.getFirst();
            socket.frameHandler(frame -> {
                if (frame.isPing()) {
                    // the pong is on its way before this
                    var _ = socket.writeTextMessage("pong sent");
                }
            });
            for (int i = 0; i < 3; i++) {
                ticker.advance(Duration.ofSeconds(10));
                assertThat(texts(source, 1)).containsExactly("pong sent");
            }
            channel(socket).config().setAutoRead(false);
            ticker.advance(Duration.ofSeconds(10));
            assertThat(idle(source)).isTrue();
            ticker.advance(Duration.ofSeconds(10));
            assertThatThrownBy(() -> source.poll(Duration.ofSeconds(10)))
                    .isInstanceOf(TransientException.class)
                    .hasMessage("no answer of " + server.uri() + " to a ping within 10000 ms");
        }
    }

    private static boolean idle(WebSocketSource source) {
        try {
            return source.poll(Duration.ofMillis(5)) instanceof Poll.Idle;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesMessagesThatAreTooLongAndGivesThoseBefore(boolean inParts) throws InterruptedException {
        Server server = serve(socket -> {
            var _ = socket.writeTextMessage("fits");
            if (inParts) {
                Server.sendInParts(socket, "x".repeat(1_001));
            } else {
                var _ = socket.writeTextMessage("x".repeat(1_001));
            }
        });
        WebSocketSettings settings = WebSocketSettings.of(server.uri()).withMessages(false, 1_000);
        try (WebSocketSource source = WebSocketSource.of(settings, Ticker.SYSTEM)) {
            source.open();
            assertThat(texts(source, 1)).containsExactly("fits");
            assertThatThrownBy(() -> source.poll(Duration.ofSeconds(10)))
                    .isInstanceOf(StreamException.class)
                    .hasMessageContaining("longer than 1000 bytes");
        }
    }

    @Test
    void readsRowsAndHandsOverWhatIsNone() throws InterruptedException {
        Server server = serve(socket -> {
            var _ = socket.writeTextMessage("{\"a\": 1}");
            var _ = socket.writeTextMessage("[1]");
            var _ = socket.writeTextMessage("{\"a\": 2}");
        });
        List<String> refused = new ArrayList<>();
        try (WebSocketRowSource source = new WebSocketRowSource(
                of(server.uri()), (message, reason) -> refused.add(message.text() + " " + reason))) {
            source.open();
            List<String> rows = new ArrayList<>();
            while (rows.size() < 2) {
                if (source.poll(Duration.ofSeconds(10)) instanceof Poll.Batch<JsonRow> batch) {
                    batch.records().forEach(row -> rows.add(row.value().toString()));
                    batch.ack().commit();
                }
            }
            assertThat(rows).containsExactly("{\"a\": 1}", "{\"a\": 2}");
            assertThat(refused).containsExactly("[1] not a JSON object at column 1");
        }
    }

    @Test
    void trustsTheAuthoritiesOfItsSettingsAlone(@TempDir Path folder) throws Exception {
        Certificate certificate = Certificate.make(folder, "server");
        PemKeyCertOptions options = new PemKeyCertOptions()
                .setCertPath(certificate.chain().toString())
                .setKeyPath(certificate.key().toString());
        Server server = new Server(socket -> send(socket, WebSocketMessage.of("safe")), options);
        servers.add(server);
        try (WebSocketSource source = of(server.uri())) {
            assertThatThrownBy(source::open).isInstanceOf(TransientException.class);
        }
        WebSocketSettings settings = WebSocketSettings.of(server.uri()).withAuthorities(certificate.chain());
        try (WebSocketSource source = WebSocketSource.of(settings, Ticker.SYSTEM)) {
            source.open();
            assertThat(texts(source, 1)).containsExactly("safe");
        }
    }
}
