package io.millrace.mq.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.testkit.Monitoring;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every metric that the dashboard or an alert of the message queues names is one that a running service exports. */
@QuarkusTest
@TestProfile(PongProfile.class)
final class MonitoringTest {

    @Test
    void everyMetricOfTheDashboardAndTheAlertsExists() {
        // the meters of the hub are there when it was first used
        given().get("/hub").then().statusCode(200);
        String exposition = given().accept("text/plain").get("/q/metrics").asString();

        // drops of the kernel are known on Linux only
        assertThat(Monitoring.check("mq", Set.of("mq"), exposition, "mq_kernel_drops_total"))
                .contains("mq_messages_put_total", "mq_queue_dead", "mq_node_running");
    }
}
