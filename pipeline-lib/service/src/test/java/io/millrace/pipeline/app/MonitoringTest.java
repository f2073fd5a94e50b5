package io.millrace.pipeline.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.testkit.Monitoring;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every metric that the dashboard or an alert of module pipelines names is one that a running service exports. */
@QuarkusTest
final class MonitoringTest {

    @Test
    void everyMetricOfTheDashboardAndTheAlertsExists() {
        String exposition = given().accept("text/plain").get("/q/metrics").asString();

        assertThat(Monitoring.check(
                        "modules", Set.of("pipeline", "controller", "phase", "module", "modules"), exposition))
                .contains(
                        "pipeline_input_flowrate_total",
                        "controller_input_waiting_time_sum",
                        "module_success_time_sum",
                        "modules_registry_servers");
    }
}
