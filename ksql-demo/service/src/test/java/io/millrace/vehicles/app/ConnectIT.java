package io.millrace.vehicles.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.millrace.service.testkit.Await;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The connector files that we ship, on the service's own engines. */
@QuarkusTest
@TestProfile(ConnectProfile.class)
@Timeout(120)
class ConnectIT {

    private final Connectors connectors;

    ConnectIT(Connectors connectors) {
        this.connectors = connectors;
    }

    private RequestSpecification connect() {
        return given().baseUri("http://127.0.0.1").port(connectors.port());
    }

    @Test
    void carryTheFleetFromMqttThroughTheStatementsToRedis() throws Exception {
        Await.until(Duration.ofSeconds(60), () -> given().get("/redis").<Integer>path("size") >= 15);

        assertThat(given().get("/redis").<String>path("data[0].loc")).matches("6\\d\\.\\d+\\|2\\d\\.\\d+\\|\\d{10}");
        for (String name : new String[] {"mqtt-source", "redis-sink"}) {
            connect()
                    .get("/connectors/" + name + "/status")
                    .then()
                    .statusCode(200)
                    .body("tasks[0].state", equalTo("RUNNING"));
        }
        connect()
                .get("/connectors/redis-sink/config")
                .then()
                .body("'redis.password'", equalTo("${env:VEHICLES_REDIS_PASSWORD}"))
                .body(not(containsString("hunter2")));
        given().get("/q/health/ready")
                .then()
                .body("checks.find { it.name == 'feed' }.data.connect", equalTo("running"));
        given().get("/q/metrics")
                .then()
                .body(containsString("vehicles_connect_tasks{state=\"running\"} 2.0"))
                .body(containsString("pipeline_records_written_total{pipeline=\"connect-redis-sink-0\"}"));
    }
}
