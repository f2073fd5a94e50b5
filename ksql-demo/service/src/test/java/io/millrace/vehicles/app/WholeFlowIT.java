package io.millrace.vehicles.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.kafka.KafkaSource;
import io.millrace.connector.kafka.KafkaSourceSettings;
import io.millrace.connector.mqtt.MqttConnection;
import io.millrace.connector.mqtt.MqttQuality;
import io.millrace.connector.mqtt.MqttSink;
import io.millrace.connector.mqtt.MqttSinkSettings;
import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.failure.TransientException;
import io.millrace.core.time.Ticker;
import io.millrace.service.testkit.Await;
import io.millrace.vehicles.feed.DumpSettings;
import io.millrace.vehicles.feed.DumpSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** The whole way: mosquitto, channels, Kafka, the shipped statements, channels, redis-server, {@code /redis}. */
@QuarkusTest
@QuarkusTestResource(value = RealEngines.class, restrictToAnnotatedClass = true)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
class WholeFlowIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long NOON = 1_716_465_600;

    private final LocalEngines engines;

    WholeFlowIT(LocalEngines engines) {
        this.engines = engines;
    }

    @Test
    @Order(1)
    void theCapturesGiveTheKnownAnswer() throws Exception {
        Path captures = captures();
        RealEngines.mosquitto();
        List<Path> files = DumpSettings.files(List.of(captures)).stream()
                .filter(file -> file.toString().endsWith(".dump"))
                .toList();
        long began = System.nanoTime();
        int messages = 0;
        MqttSink<byte[]> broker = broker("captures");
        broker.open();
        try (broker;
                DumpSource source = new DumpSource(DumpSettings.of(files), Ticker.SYSTEM)) {
            source.open();
            while (source.poll(Duration.ofSeconds(1)) instanceof Poll.Batch<byte[]> batch) {
                broker.write(batch.records());
                messages += batch.records().size();
                batch.ack().commit();
            }
        }
        Map<String, String> answer = answer();
        Await.until(PATIENCE, () -> redis("*").equals(answer));
        System.out.printf(
                "%d messages to %d vehicles in %d ms%n",
                messages, answer.size(), (System.nanoTime() - began) / 1_000_000);
    }

    private static Path captures() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder.getParent() != null && !Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        Path captures = folder.resolveSibling("shared").resolve("data").resolve("hfp");
        Assumptions.assumeTrue(Files.isDirectory(captures), "no captured messages in " + captures);
        return captures;
    }

    /** Worked out by a script that shares nothing with this code; trailing zeros are not in a location. */
    private static Map<String, String> answer() throws Exception {
        Map<String, String> answer = new TreeMap<>();
        List<String> rows =
                Files.readAllLines(Path.of("../feed/src/test/resources/io/millrace/vehicles/feed/known-answer.csv"));
        for (String row : rows.subList(2, rows.size())) {
            String[] field = row.split(",", -1);
            answer.put(field[0], plain(field[1]) + "|" + plain(field[2]) + "|" + field[4]);
        }
        return answer;
    }

    private static String plain(String number) {
        return number.replaceAll("(\\.\\d*?[1-9])0+$", "$1");
    }

    @Test
    @Order(2)
    void aLateMessageReplacesNothing() throws Exception {
        RealEngines.mosquitto();
        send(
                "late",
                List.of(position(9001, NOON + 10, 60.5), position(9001, NOON + 5, 60.1), position(9002, NOON, 60.2)));
        Await.until(PATIENCE, () -> redis("18/9002").size() == 1);
        send("later", List.of(position(9001, NOON + 1, 60.3), position(9002, NOON + 1, 60.4)));
        Await.until(PATIENCE, () -> redis("18/9002").containsValue("60.4|24.75|" + (NOON + 1)));
        assertThat(redis("18/9001")).containsExactly(Map.entry("18/9001", "60.5|24.75|" + (NOON + 10)));
    }

    @Test
    @Order(3)
    void whatIsNoHfpIsDeadWithItsReason() throws Exception {
        RealEngines.mosquitto();
        Map<String, String> reasons = new HashMap<>();
        reasons.put("{\"VP\":{\"desi\":", "payload");
        reasons.put("{\"VP\":{}}", "tst is missing");
        reasons.put(payload(9003, NOON, 60.1).replace("\"spd\":8.5", "\"spd\":\"fast\""), "spd");
        reasons.put(payload(9003, NOON, 160.1), "lat");
        reasons.put(payload(9003, NOON, 60.1).replace("\"VP\"", "\"XX\""), "VP");
        List<Record<byte[]>> bad = new ArrayList<>();
        reasons.keySet().forEach(text -> bad.add(record(topic(9003), text)));
        bad.add(record(topic(9003).replace("/vp/", "/zz/"), payload(9003, NOON, 60.1)));
        send("bad", bad);

        Map<String, String> dead = new HashMap<>();
        List<Record<String>> letters = letters(bad.size());
        letters.forEach(letter ->
                dead.put(letter.value(), Objects.requireNonNull(letter.headers().get("millrace.reason"))));
        reasons.forEach((text, reason) -> assertThat(dead.get(text)).as(text).contains(reason));
        assertThat(letters)
                .anySatisfy(letter ->
                        assertThat(letter.headers().get("millrace.reason")).contains("zz"));
        assertThat(redis("18/9003")).isEmpty();
    }

    @Test
    @Order(4)
    void theBrokerIsKilledAndNothingIsLost() throws Exception {
        RealProcess mosquitto = RealEngines.mosquitto();
        int vehicles = 2_000;
        Thread sending = Thread.ofVirtual().start(() -> sendEach(20_000, vehicles));
        Await.until(PATIENCE, () -> !redis("18/20[1-9]??").isEmpty());
        mosquitto.kill();
        Await.until(PATIENCE, () -> health().contains("waiting"));
        mosquitto.startAgain();
        long began = System.nanoTime();
        int before = redis("18/2????").size();
        Await.until(PATIENCE, () -> redis("18/2????").size() > before);
        System.out.printf("first location %d ms after the broker came back%n", (System.nanoTime() - began) / 1_000_000);
        sending.join();
        Await.until(PATIENCE, () -> redis("18/2????").size() == vehicles);
        System.out.printf("all %d locations after %d ms%n", vehicles, (System.nanoTime() - began) / 1_000_000);
    }

    @Test
    @Order(5)
    void redisIsKilledAndNothingIsLost() throws Exception {
        RealEngines.mosquitto();
        RealProcess redis = RealEngines.redis();
        send("before", List.of(position(30_000, NOON, 60.1)));
        Await.until(PATIENCE, () -> redis("18/30000").size() == 1);
        redis.kill();
        sendEach(30_001, 999);
        given().get("/redis").then().statusCode(503);
        given().get("/v1/vehicles?limit=1").then().statusCode(200);
        given().get("/q/health/ready").then().statusCode(200);
        redis.startAgain();
        long began = System.nanoTime();
        Await.until(PATIENCE, () -> redis("18/30???").size() == 1_000);
        System.out.printf("all 1000 locations %d ms after Redis came back%n", (System.nanoTime() - began) / 1_000_000);
    }

    private static String health() {
        return given().get("/q/health/ready").asString();
    }

    /** The locations by vehicle; empty while Redis is away. */
    private static Map<String, String> redis(String vehicle) {
        Map<String, String> locations = new TreeMap<>();
        var answer = given().queryParam("veh_id", vehicle).get("/redis");
        if (answer.statusCode() == 200) {
            for (Map<String, String> row : answer.jsonPath().<Map<String, String>>getList("data")) {
                locations.put(Objects.requireNonNull(row.get("veh_id")), Objects.requireNonNull(row.get("loc")));
            }
        }
        return locations;
    }

    private static MqttSink<byte[]> broker(String client) {
        String address = "tcp://127.0.0.1:" + RealEngines.mosquitto().port();
        return MqttSink.bytes(
                MqttSinkSettings.byKey(MqttConnection.of(address, "it-" + client), MqttQuality.AT_LEAST_ONCE));
    }

    private static void send(String client, List<Record<byte[]>> messages) throws InterruptedException {
        MqttSink<byte[]> sink = broker(client);
        sink.open();
        sink.write(messages);
        sink.close();
    }

    /**
     * One message for each vehicle, again and again until the broker has confirmed it. The one before is sent again
     * too: mosquitto confirms a message and saves it after that, so that a kill can take the one confirmed last.
     */
    private static void sendEach(int first, int vehicles) {
        MqttSink<byte[]> sink = broker("each" + first);
        try {
            boolean open = false;
            for (int i = 0; i < vehicles; ) {
                try {
                    if (!open) {
                        sink.open();
                        open = true;
                    }
                    sink.write(List.of(position(first + i, NOON, 60.1)));
                    i++;
                } catch (TransientException e) {
                    if (open) {
                        open = false;
                        i = Math.max(0, i - 1);
                    }
                    Thread.sleep(Duration.ofMillis(50));
                }
            }
            sink.close();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Record<byte[]> position(int vehicle, long seconds, double lat) {
        return record(topic(vehicle), payload(vehicle, seconds, lat));
    }

    private static String topic(int vehicle) {
        return "/hfp/v2/journey/ongoing/vp/bus/0018/%05d/5520/2/Matinkylä (M)/15:56/2323253/4/60;24/17/63/84"
                .formatted(vehicle);
    }

    private static String payload(int vehicle, long seconds, double lat) {
        return "{\"VP\":{\"desi\":\"520\",\"dir\":\"2\",\"oper\":6,\"veh\":" + vehicle + ",\"tst\":\""
                + Instant.ofEpochSecond(seconds).toString().replace("Z", ".000Z") + "\",\"tsi\":" + seconds
                + ",\"spd\":8.5,\"hdg\":156,\"lat\":" + lat + ",\"long\":24.75,\"acc\":0.1,\"dl\":-101,"
                + "\"odo\":20729,\"drst\":0,\"oday\":\"2024-05-23\",\"jrn\":812,\"line\":1110,\"start\":\"15:56\","
                + "\"loc\":\"GPS\",\"stop\":2323253,\"route\":\"5520\",\"occu\":0}}";
    }

    private static Record<byte[]> record(String topic, String payload) {
        return new Record<>(topic, payload.getBytes(StandardCharsets.UTF_8), Ticker.SYSTEM.now(), Map.of());
    }

    private List<Record<String>> letters(int count) throws InterruptedException {
        String kafka = Objects.requireNonNull(engines.kafka());
        List<Record<String>> letters = new ArrayList<>();
        try (KafkaSource<String> source = KafkaSource.text(KafkaSourceSettings.of(kafka, "bus_raw_dead", "letters"))) {
            source.open();
            for (int i = 0; i < 60 && letters.size() < count; i++) {
                if (source.poll(Duration.ofSeconds(1)) instanceof Poll.Batch<String> batch) {
                    letters.addAll(batch.records());
                }
            }
        }
        return letters;
    }
}
