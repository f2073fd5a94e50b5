package io.millrace.vehicles.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.testkit.Monitoring;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every metric that the dashboard or an alert of the live vehicles names is one that a running service exports. */
@QuarkusTest
@TestProfile(SimulatorProfile.class)
@Timeout(60)
final class MonitoringTest {

    @Test
    void everyMetricOfTheDashboardAndTheAlertsExists() {
        // a stream has meters when it was first read
        given().get("/v1/vehicles?mode=follow&limit=1").then().statusCode(200);
        String exposition = given().accept("text/plain").get("/q/metrics").asString();

        // nothing is refused here, nothing fails, and no session at a broker is kept
        assertThat(Monitoring.check(
                        "vehicles",
                        Set.of("vehicles", "pipeline", "stream"),
                        exposition,
                        "pipeline_records_rejected_total",
                        "pipeline_restarts_total",
                        "vehicles_mqtt_lost_sessions_total"))
                .contains("vehicles_board", "pipeline_lag_seconds", "stream_readers");
    }
}
