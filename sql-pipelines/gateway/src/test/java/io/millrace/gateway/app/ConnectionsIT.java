package io.millrace.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.gateway.query.Pipelines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that come and go. */
@QuarkusTest
@QuarkusTestResource(SampleFile.class)
@Timeout(180)
class ConnectionsIT {

    private static final int CONNECTIONS = 10_000;
    private static final int AT_A_TIME = 50;

    @TestHTTPResource("/")
    URI base = URI.create("http://unset");

    private final Pipelines pipelines;

    @Inject
    ConnectionsIT(Pipelines pipelines) {
        this.pipelines = pipelines;
    }

    @Test
    void tenThousandConnectAndLeaveAndNothingIsLeftBehind() throws Exception {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        List<Future<?>> visits = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < AT_A_TIME; i++) {
                visits.add(clients.submit(() -> {
                    while (next.incrementAndGet() <= CONNECTIONS) {
                        if (comeAndGo()) {
                            answered.incrementAndGet();
                        }
                    }
                    return null;
                }));
            }
        }
        for (Future<?> visit : visits) {
            visit.get();
        }

        assertThat(answered).hasValue(CONNECTIONS);
        GatewayClient.await(() -> pipelines.running() == 0);
        assertThat(pipelines.queries()).isEmpty();
        try (GatewayClient client = new GatewayClient(base)) {
            assertThat(client.get("/queries/pipeline3").body()).isEqualTo("{\"1\": 1}\n");
        }
    }

    /** Reads the first bytes of a stream and cuts the connection. */
    private boolean comeAndGo() throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoLinger(true, 0);
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write("GET /queries/pipeline1 HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] head = socket.getInputStream().readNBytes(15);
            return new String(head, StandardCharsets.US_ASCII).equals("HTTP/1.1 200 OK");
        }
    }
}
