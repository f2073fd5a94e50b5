package io.millrace.vehicles.app;

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

/** The packaged service as a process, with all engines within it: SIGTERM ends open streams with their reason. */
@Timeout(180)
final class DrainIT {

    private static final Map<String, String> SETTINGS = Map.of(
            "VEHICLES_MQTT_PORT", "0",
            "VEHICLES_KAFKA_ENABLED", "true",
            "VEHICLES_KAFKA_PORT", "0",
            "VEHICLES_REDIS_EMBEDDED", "true",
            "VEHICLES_REDIS_PORT", "0",
            "VEHICLES_KSQL_PORT", "0",
            "VEHICLES_CONNECT_PORT", "0",
            "VEHICLES_SIMULATOR_VEHICLES", "50");

    @TempDir
    static Path folder = Path.of("unset");

    @Test
    void readersAreToldThatTheServiceStops() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient();
                ServiceProcess service = ServiceProcess.start(folder, SETTINGS, "-Xmx768m")) {
            StreamReader lines = StreamReader.open(client, service.uri("/v1/vehicles?mode=follow&events=true"), "*/*");
            StreamReader events = StreamReader.open(client, service.uri("/v1/vehicles"), "text/event-stream");
            SocketReader frames = SocketReader.open(client, service.socket("/v1/vehicles?mode=follow"));
            assertThat(lines.next()).contains("schema");
            assertThat(events.next()).contains("schema");
            assertThat(frames.first()).startsWith("{\"vehicle\":");
            service.terminate();

            assertThat(lines.last()).contains("\"event\":\"end\"", "\"reason\":\"stopped\"", "the service stops");
            assertThat(events.last()).contains("\"reason\":\"stopped\"", "the service stops");
            assertThat(frames.closed()).isEqualTo(1001);
            service.awaitEnd();
            assertThat(service.log()).noneMatch(line -> line.contains(" ERROR "));
        }
    }
}
