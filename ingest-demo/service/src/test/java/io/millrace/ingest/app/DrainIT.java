package io.millrace.ingest.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.json.JsonRow;
import io.millrace.service.testkit.ServiceProcess;
import io.millrace.service.testkit.StreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged service as a process: SIGTERM ends open streams with their reason, and nothing is lost or stored twice.
 */
@Timeout(180)
final class DrainIT {

    private static final Map<String, String> SETTINGS = Map.of(
            "INGEST_SIMULATOR_PORT", "0", "INGEST_SIMULATOR_RATE", "200", "INGEST_SIMULATOR_PRODUCTS", "BTC-USD");

    @TempDir
    static Path folder = Path.of("unset");

    @Test
    void nothingIsLostAndReadersAreTold() throws Exception {
        run(60);
        run(60);

        List<Long> stored = Files.readAllLines(folder.resolve("coinbase.ndjson")).stream()
                .map(JsonRow::read)
                .filter(row -> "ticker".equals(row.string("type")))
                .map(row -> row.field("trade_id") instanceof Long id ? id : -1L)
                .toList();
        assertThat(stored).hasSizeGreaterThan(100).doesNotHaveDuplicates();
        TreeSet<Long> ids = new TreeSet<>(stored);
        assertThat(ids).as("ids without a hole").hasSize((int) (ids.last() - ids.first() + 1));
    }

    private static void run(int rows) throws Exception {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put("INGEST_DATA", folder.toString());
        try (HttpClient client = HttpClient.newHttpClient();
                ServiceProcess service = ServiceProcess.start(folder, settings, "-Xmx384m")) {
            StreamReader lines = StreamReader.open(client, service.uri("/v1/rows?events=true&type=ticker"), "*/*");
            assertThat(lines.next()).contains("schema");
            for (int i = 0; i < rows; i++) {
                assertThat(lines.next()).isNotEmpty();
            }
            // the exchange trades before anybody listens, and that is fetched
            while (!series(client, service).startsWith("{\"complete\":true")) {
                assertThat(lines.next()).isNotEmpty();
            }
            service.terminate();

            assertThat(lines.last()).contains("\"event\":\"end\"", "\"reason\":\"stopped\"", "the service stops");
            service.awaitEnd();
            assertThat(service.log()).noneMatch(line -> line.contains(" ERROR "));
        }
    }

    private static String series(HttpClient client, ServiceProcess service) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(service.uri("/v1/series")).build();
        return client.send(request, BodyHandlers.ofString()).body();
    }
}
