package io.millrace.service.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.flow.Broadcast;
import io.millrace.core.flow.Chunk;
import io.millrace.core.flow.EndReason;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(15)
class WebSocketStreamTest {

    private StreamServer server;
    private HttpClient client;
    private final Frames received = new Frames();

    @BeforeEach
    void start() throws InterruptedException {
        server = new StreamServer();
        client = HttpClient.newHttpClient();
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        server.close();
    }

    private WebSocket connect(String path) {
        return client.newWebSocketBuilder()
                .buildAsync(server.webSocketUri(path), received)
                .join();
    }

    @Test
    void givesOneTextFramePerRowAndClosesWith1000() throws Exception {
        Broadcast stream = server.stream("s");
        connect("/queries/s");
        stream.publish(StreamServer.chunk(0, 2));
        stream.publish(StreamServer.chunk(2, 3));
        stream.end(new EndReason.Completed());
        assertThat(received.next()).isEqualTo("{\"n\":0}");
        assertThat(received.next()).isEqualTo("{\"n\":1}");
        assertThat(received.next()).isEqualTo("{\"n\":2}");
        assertThat(received.next()).isEqualTo("closed 1000 completed");
        StreamServer.await("feed closed", () -> server.feeds() == 0 && server.routes.readers() == 0);
    }

    @Test
    void framesRowsOfEveryLength() throws Exception {
        Broadcast stream = server.stream("s");
        connect("/queries/s");
        for (int length : List.of(1, 125, 126, 127, 65_535, 65_536, 200_000)) {
            String row = "x".repeat(length);
            stream.publish(new Chunk((row + "\n").getBytes(StandardCharsets.UTF_8), new int[] {length + 1}, 1, null));
            assertThat(received.next()).isEqualTo(row);
        }
    }

    @Test
    void givesEventsWhenAskedFor() throws Exception {
        Broadcast stream = server.stream("s");
        connect("/queries/s?events=true&limit=1");
        stream.publish(StreamServer.chunk(5, 9));
        assertThat(received.next()).isEqualTo("{\"event\":\"schema\",\"data\":" + StreamServer.SCHEMA + "}");
        assertThat(received.next()).isEqualTo("{\"event\":\"row\",\"data\":{\"n\":5}}");
        assertThat(received.next()).isEqualTo("{\"event\":\"end\",\"data\":{\"reason\":\"limit\",\"rows\":1}}");
        assertThat(received.next()).isEqualTo("closed 1000 limit");
    }

    @Test
    void refusesTheUpgradeForAnUnknownStreamWith404() {
        assertThatThrownBy(() -> connect("/queries/none"))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        e -> assertThat(e.getResponse().statusCode()).isEqualTo(404));
    }

    @Test
    void refusesPagesFromElsewhereButNotItsOwn() {
        server.stream("s");
        assertThat(refusedStatus("http://evil.example")).isEqualTo(403);
        assertThat(refusedStatus("http://127.0.0.1:" + server.port())).isEqualTo(101);
    }

    /** The JDK's client may not set Origin, so this one speaks for itself. */
    private int refusedStatus(String origin) {
        String request = "GET /queries/s HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: " + origin + "\r\n\r\n";
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String head = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return Integer.parseInt(head.substring(9));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new InvalidRequestException(Reason.UNPROCESSABLE, "wrong type"), 1008),
                Arguments.of(new PoisonException("bad row"), 1007),
                Arguments.of(new TransientException("engine restarts"), 1013),
                Arguments.of(new FatalException("disk full"), 1011));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void closesWithTheCodeOfTheFailure(StreamException failure, int code) throws Exception {
        Broadcast stream = server.stream("s");
        connect("/queries/s");
        stream.publish(StreamServer.chunk(0, 1));
        stream.end(new EndReason.Failed(failure));
        assertThat(received.next()).isEqualTo("{\"n\":0}");
        assertThat(received.next()).isEqualTo("closed " + code + " " + failure.reason());
    }

    @Test
    void freesEverythingWithinASecondWhenTheReaderLeaves() throws Exception {
        Broadcast stream = server.stream("s");
        WebSocket closing = connect("/queries/s");
        StreamServer.await("subscribed", () -> stream.subscribers() == 1);
        long left = System.nanoTime();
        closing.sendClose(WebSocket.NORMAL_CLOSURE, "bye").join();
        StreamServer.await("freed", () -> server.feeds() == 0 && server.routes.readers() == 0);
        connect("/queries/s");
        StreamServer.await("subscribed", () -> stream.subscribers() == 1);
        client.shutdownNow();
        StreamServer.await("freed", () -> server.feeds() == 0 && server.routes.readers() == 0);
        assertThat(System.nanoTime() - left).isLessThan(TimeUnit.SECONDS.toNanos(2));
    }

    @Test
    void drainTellsTheReasonAndRefusesNewReaders() throws Exception {
        server.stream("s");
        connect("/queries/s?events=true");
        assertThat(received.next()).contains("schema");
        server.routes.drain("shutting down", Duration.ofSeconds(5));
        assertThat(received.next())
                .isEqualTo(
                        "{\"event\":\"end\",\"data\":{\"reason\":\"stopped\",\"message\":\"shutting down\",\"rows\":0}}");
        assertThat(received.next()).isEqualTo("closed 1001 shutting down");
        assertThat(server.routes.readers()).isZero();
        assertThatThrownBy(() -> connect("/queries/s"))
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        e -> assertThat(e.getResponse().statusCode()).isEqualTo(503));
    }

    @Test
    void staysOpenWhateverTheReaderSendsAndAnswersPings() throws Exception {
        Broadcast stream = server.stream("s");
        WebSocket webSocket = connect("/queries/s?heartbeat=100ms");
        webSocket.sendText("hello", true).join();
        webSocket.sendPing(java.nio.ByteBuffer.wrap(new byte[] {1})).join();
        assertThat(received.next()).isEqualTo("pong");
        stream.publish(StreamServer.chunk(0, 1));
        assertThat(received.next()).isEqualTo("{\"n\":0}");
        StreamServer.await("pinged", () -> received.pings.get() > 0);
    }

    /** What came, as text, in order. */
    static final class Frames implements WebSocket.Listener {

        private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        private final StringBuilder partial = new StringBuilder();
        private final AtomicInteger pings = new AtomicInteger();

        String next() throws InterruptedException {
            String text = texts.poll(10, TimeUnit.SECONDS);
            return text == null ? "nothing within 10 s" : text;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                texts.add(partial.toString());
                partial.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPing(WebSocket webSocket, java.nio.ByteBuffer message) {
            pings.incrementAndGet();
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket webSocket, java.nio.ByteBuffer message) {
            texts.add("pong");
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            texts.add("closed " + statusCode + " " + reason);
            return null;
        }
    }
}
