package io.millrace.vehicles.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.millrace.connector.kafka.KafkaConnection;
import io.millrace.connector.kafka.KafkaSink;
import io.millrace.connector.kafka.KafkaSinkSettings;
import io.millrace.connector.kafka.KafkaSource;
import io.millrace.connector.kafka.KafkaSourceSettings;
import io.millrace.connector.mqtt.MqttConnection;
import io.millrace.connector.mqtt.MqttQuality;
import io.millrace.connector.mqtt.MqttSink;
import io.millrace.connector.mqtt.MqttSinkSettings;
import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.time.Ticker;
import io.millrace.service.testkit.Await;
import io.millrace.vehicles.live.VehicleBoard;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The way of messages through real engines: MQTT, Kafka, the board; and from the table's topic into Redis. */
@QuarkusTest
@TestProfile(FlowProfile.class)
@Timeout(120)
class FlowIT {

    private final VehicleBoard board;
    private final LocalEngines engines;

    FlowIT(VehicleBoard board, LocalEngines engines) {
        this.board = board;
        this.engines = engines;
    }

    @Test
    void vehiclesComeThroughKafka() throws Exception {
        Await.until(() -> board.counts().vehicles() >= 15);
        given().get("/q/health/ready").then().statusCode(200);
        given().get("/q/metrics").then().body(containsString("pipeline_records_written_total{pipeline=\"raw\"}"));
    }

    @Test
    void theStatementsMakeTheTableAndItGoesToRedis() throws Exception {
        Await.until(Duration.ofSeconds(60), () -> given().get("/redis").<Integer>path("size") >= 15);
        assertThat(given().get("/redis").<String>path("data[0].loc")).matches("6\\d\\.\\d+\\|2\\d\\.\\d+\\|\\d{10}");
        assertThat(given().get("/redis").<String>path("data[0].veh_id")).matches("\\d+/\\d+");
        given().get("/q/health/ready").then().body("checks.find { it.name == 'feed' }.data.ksql", equalTo("running"));
    }

    @Test
    void whatIsNoHfpGoesToTheDeadWithItsReason() throws Exception {
        MqttSink<byte[]> sink =
                MqttSink.bytes(MqttSinkSettings.byKey(MqttConnection.of(broker(), "test"), MqttQuality.AT_LEAST_ONCE));
        sink.open();
        String topic = "/hfp/v2/journey/ongoing/vp/bus/0018/01003/5520/2/Matinkylä (M)/15:56/2323253/4/60;24/17/63/84";
        sink.write(List.of(
                new Record<>(topic, "{\"VP\":{}}".getBytes(StandardCharsets.UTF_8), Ticker.SYSTEM.now(), Map.of())));
        sink.close();

        Record<String> dead = first("bus_raw_dead");
        assertThat(dead.key()).isEqualTo(topic);
        assertThat(dead.value()).isEqualTo("{\"VP\":{}}");
        assertThat(dead.headers())
                .hasEntrySatisfying(
                        "millrace.reason", reason -> assertThat(reason).contains("tst is missing"));
    }

    @Test
    void theTableGoesToRedis() throws Exception {
        KafkaSink<String> table =
                KafkaSink.text(new KafkaSinkSettings(KafkaConnection.of(kafka()), "bus_current", Duration.ZERO));
        table.open();
        table.write(List.of(
                new Record<>("1377", "60.1|24.9|1669603745", Ticker.SYSTEM.now(), Map.of()),
                new Record<>("1377", "60.278461|25.021287|1669603746", Ticker.SYSTEM.now(), Map.of())));
        table.close();

        Await.until(() -> given().get("/redis?veh_id=1377").<Integer>path("size") == 1
                && given().get("/redis?veh_id=1377").<String>path("data[0].loc").endsWith("6"));
        given().get("/redis?veh_id=1377").then().body("data[0].loc", equalTo("60.278461|25.021287|1669603746"));
    }

    private Record<String> first(String topic) throws InterruptedException {
        KafkaSource<String> source = KafkaSource.text(
                new KafkaSourceSettings(KafkaConnection.of(kafka()), List.of(topic), "test", true, 10));
        source.open();
        try {
            for (int i = 0; i < 60; i++) {
                if (source.poll(Duration.ofSeconds(1)) instanceof Poll.Batch<String> batch) {
                    return batch.records().getFirst();
                }
            }
            throw new AssertionError("nothing came to " + topic);
        } finally {
            source.close();
        }
    }

    private String broker() {
        return Objects.requireNonNull(engines.mqtt());
    }

    private String kafka() {
        return Objects.requireNonNull(engines.kafka());
    }
}
