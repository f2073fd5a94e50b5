package io.millrace.gateway.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.testkit.Monitoring;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every metric that the dashboard or an alert of the gateway names is one that a running gateway exports. */
@QuarkusTest
final class MonitoringTest {

    @Test
    void everyMetricOfTheDashboardAndTheAlertsExists() {
        given().queryParam("limit", 1).get("/queries/pipeline1").then().statusCode(200);
        given().get("/queries/pipeline3").then().statusCode(200);
        String exposition = given().accept("text/plain").get("/q/metrics").asString();

        // nothing fails here, and no reader is slow
        assertThat(Monitoring.check(
                        "gateway",
                        Set.of("sql", "stream"),
                        exposition,
                        "sql_errors_total",
                        "sql_rows_dropped_rows_total"))
                .contains("sql_rows_out_rows_total");
    }
}
