package io.millrace.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.testkit.ServiceProcess;
import io.millrace.service.testkit.SocketReader;
import io.millrace.service.testkit.StreamReader;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service as a process: SIGTERM ends open streams with their reason, on each transport. */
@Timeout(120)
final class DrainIT {

    @TempDir
    static Path folder = Path.of("unset");

    @Test
    void readersAreToldThatTheServiceStops() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient();
                ServiceProcess service = ServiceProcess.start(folder, Map.of())) {
            StreamReader lines = open(client, service, "*/*");
            StreamReader events = open(client, service, "text/event-stream");
            SocketReader frames = SocketReader.open(client, service.socket("/queries/pipeline2"));
            frames.first();
            service.terminate();

            assertThat(lines.last()).contains("\"event\":\"end\"", "\"reason\":\"stopped\"", "the service stops");
            assertThat(events.last()).contains("\"reason\":\"stopped\"", "the service stops");
            assertThat(frames.closed()).isEqualTo(1001);
            service.awaitEnd();
        }
    }

    /** A stream of which the first line has come. */
    private static StreamReader open(HttpClient client, ServiceProcess service, String accept) throws Exception {
        StreamReader reader = StreamReader.open(client, service.uri("/queries/pipeline2?events=true"), accept);
        assertThat(reader.next()).contains("schema");
        return reader;
    }
}
