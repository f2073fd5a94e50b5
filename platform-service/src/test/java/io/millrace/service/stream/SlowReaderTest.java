package io.millrace.service.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.flow.Broadcast;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.SubscriberSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SlowReaderTest {

    private static final int ROWS_PER_CHUNK = 1000;
    private static final int CHUNKS = 1000;

    private StreamServer server;

    @BeforeEach
    void start() throws InterruptedException {
        server = new StreamServer(
                new StreamSettings(
                        2, 1, 16 << 10, 16 << 10, Duration.ZERO, Duration.ofMillis(1500), Duration.ZERO, List.of()),
                new SubscriberSettings(Overflow.DROP_OLDEST, 20_000, 1 << 20, Duration.ofMinutes(1)));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Socket request(String path) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(16 << 10);
        socket.setSoTimeout(8000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private void publishAll(Broadcast stream) throws InterruptedException {
        for (int i = 0; i < CHUNKS; i++) {
            stream.publish(StreamServer.chunk(i * ROWS_PER_CHUNK, (i + 1) * ROWS_PER_CHUNK));
        }
    }

    @Test
    void missesRowsAndIsToldExactlyHowMany() throws Exception {
        Broadcast stream = server.stream("s");
        try (Socket socket = request("/queries/s?events=true&limit=100000000")) {
            StreamServer.await("subscribed", () -> stream.subscribers() == 1);
            publishAll(stream);
            stream.end(new io.millrace.core.flow.EndReason.Completed());
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            long rows = 0;
            long missed = 0;
            for (String line = lines.readLine(); !line.contains("\"event\":\"end\""); line = lines.readLine()) {
                if (line.startsWith("{\"event\":\"row\"")) {
                    rows++;
                } else if (line.startsWith("{\"event\":\"gap\"")) {
                    assertThat(line).contains("\"overflow\":\"drop-oldest\"");
                    missed += Long.parseLong(line.replaceAll(".*\"rows\":(\\d+).*", "$1"));
                }
            }
            assertThat(missed).isPositive();
            assertThat(rows + missed).isEqualTo((long) CHUNKS * ROWS_PER_CHUNK);
            assertThat(server.meters.get("stream.dropped").counter().count()).isEqualTo((double) missed);
        }
    }

    @Test
    void isCutOffWhenItTakesNothingForTooLong() throws Exception {
        Broadcast stream = server.stream("s");
        try (Socket _ = request("/queries/s")) {
            StreamServer.await("subscribed", () -> stream.subscribers() == 1);
            publishAll(stream);
            assertThat(server.routes.readers("s")).isEqualTo(1);
            // the kernel's buffers may hold all that the bound kept: only a stream that goes on fills them
            Thread publisher = Thread.startVirtualThread(() -> {
                try {
                    while (stream.subscribers() > 0) {
                        publishAll(stream);
                    }
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            });
            StreamServer.await("cut off", () -> server.feeds() == 0 && server.routes.readers() == 0);
            publisher.interrupt();
            publisher.join();
        }
    }

    @Test
    void isDisconnectedAndToldWhenItAskedForThat() throws Exception {
        Broadcast stream = server.stream("s");
        try (Socket socket = request("/queries/s?overflow=disconnect")) {
            StreamServer.await("subscribed", () -> stream.subscribers() == 1);
            assertThat(head(socket)).contains("200 OK");
            publishAll(stream);
            StreamServer.await("freed", () -> server.feeds() == 0);
            String body = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(body)
                    .contains("{\"event\":\"error\",\"data\":{\"type\":\"urn:problem:unavailable\"", "too slow");
        }
    }

    @Test
    void oneMoreReaderThanAllowedIsRefused() throws Exception {
        Broadcast stream = server.stream("s");
        server.stream("t");
        server.stream("u");
        try (Socket first = request("/queries/s")) {
            StreamServer.await("subscribed", () -> stream.subscribers() == 1);
            try (Socket second = request("/queries/s");
                    Socket other = request("/queries/t")) {
                assertThat(head(second)).contains("429", "retry-after: 1");
                assertThat(head(other)).contains("200 OK");
                try (Socket third = request("/queries/u")) {
                    assertThat(head(third)).contains("429");
                }
            }
            assertThat(first.isConnected()).isTrue();
        }
        StreamServer.await("freed", () -> server.routes.readers() == 0);
    }

    private static String head(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        return head.toString();
    }
}
