package io.millrace.ingest.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.testkit.Await;
import io.millrace.service.testkit.Monitoring;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every metric that the dashboard or an alert of the ingest names is one that a running service exports. */
@QuarkusTest
@Timeout(90)
final class MonitoringTest {

    @Test
    void everyMetricOfTheDashboardAndTheAlertsExists() throws InterruptedException {
        // a stream has meters when it was first read, and values are those of the last second
        given().get("/v1/rows?limit=1").then().statusCode(200);
        Await.until(
                Duration.ofSeconds(60),
                () -> exposition().contains("ingest_sink_write_seconds_count{")
                        && exposition().contains("ingest_trades_seen_total{"));

        assertThat(Monitoring.check("ingest", Set.of("ingest", "stream"), exposition()))
                .contains("ingest_trades_missing", "ingest_sink_lag_seconds", "stream_readers");
    }

    private static String exposition() {
        return given().accept("text/plain").get("/q/metrics").asString();
    }
}
