package io.millrace.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.connect.Topics.Line;
import io.millrace.connector.embedded.EmbeddedKafka;
import io.millrace.core.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** Kafka to a real Redis by a connector. */
final class RedisSinkIT {

    private static final int KEYS = 50;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static EmbeddedKafka kafka;

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // made before each test
    private Bench bench;

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start();
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void start() {
        bench = Bench.start(kafka.bootstrapServers());
        bench.ready();
    }

    @AfterEach
    void stop() {
        bench.get("/connectors").body().forEach(name -> bench.delete("/connectors/" + name.asText()));
        bench.close();
    }

    private void connector(String topic, Programs redis, String... more) throws Exception {
        Topics.create(kafka.bootstrapServers(), topic, 2);
        Map<String, String> settings = new TreeMap<>(Map.of(
                "connector.class", "com.github.jcustenborder.kafka.connect.redis.RedisSinkConnector",
                "tasks.max", "1",
                "topics", topic,
                "redis.hosts", "127.0.0.1:" + redis.port(),
                "redis.password", "xxxxxxxx",
                "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                "value.converter", "org.apache.kafka.connect.storage.StringConverter"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        assertThat(bench.post("/connectors", Bench.connector("sink-" + topic, settings))
                        .status())
                .isEqualTo(201);
    }

    private static Jedis client(Programs redis) {
        Jedis client = new Jedis("127.0.0.1", redis.port());
        client.auth("xxxxxxxx");
        client.select(1);
        return client;
    }

    private static Programs redis(Path folder, String appendOnly) throws Exception {
        return Programs.redis(
                folder, "--requirepass", "xxxxxxxx", "--appendonly", appendOnly, "--appendfsync", "always");
    }

    private static void eventually(Programs redis, String key, String value) {
        Eventually.until(key + " is " + value, Duration.ofSeconds(30), () -> {
            try (Jedis client = client(redis)) {
                return value.equals(client.get(key));
            } catch (JedisException _) {
                return false;
            }
        });
    }

    @Test
    void setsRemovesAndKeepsOffsetsInTheFormOfTheOriginal() throws Exception {
        try (Programs redis = redis(folder, "yes")) {
            connector("table", redis);
            Topics.write(
                    kafka.bootstrapServers(),
                    "table",
                    List.of(new Line("1377", "60.1|24.9|1"), new Line("1378", "60.2|24.9|1"), new Line("1377", null)));
            Topics.write(kafka.bootstrapServers(), "table", List.of(new Line("1379", "60.3|24.9|1")));
            eventually(redis, "1379", "60.3|24.9|1");
            eventually(redis, "1378", "60.2|24.9|1");

            try (Jedis client = client(redis)) {
                Eventually.until("1377 removed", Duration.ofSeconds(10), () -> !client.exists("1377"));
                long stored = 0;
                for (int partition = 0; partition < 2; partition++) {
                    String text = client.get("__kafka.offset.table." + partition);
                    if (text != null) {
                        JsonNode offset = Bench.JSON.readTree(text);
                        assertThat(offset.path("topic").asText()).isEqualTo("table");
                        assertThat(offset.path("partition").asInt()).isEqualTo(partition);
                        stored += offset.path("offset").asLong() + 1;
                    }
                }
                assertThat(stored).isEqualTo(4);
            }
        }
    }

    @Test
    void failsAtARecordWithoutKeyAndPutsItAsideWhenTold() throws Exception {
        try (Programs redis = redis(folder, "yes")) {
            connector("keyless", redis);
            bench.running("sink-keyless");
            Topics.write(kafka.bootstrapServers(), "keyless", List.of(new Line(null, "lost"), new Line("a", "1")));
            String trace = bench.task(
                            "sink-keyless",
                            "fails",
                            task -> task.path("state").asText().equals("FAILED"))
                    .path("trace")
                    .asText();
            assertThat(trace).contains("keyless partition ").contains("has no key, and Redis needs one");

            JsonNode config = bench.get("/connectors/sink-keyless/config").body();
            ((ObjectNode) config)
                    .put("errors.tolerance", "all")
                    .put("errors.deadletterqueue.topic.name", "keyless_dead");
            assertThat(bench.put("/connectors/sink-keyless/config", config.toString())
                            .status())
                    .isEqualTo(200);
            eventually(redis, "a", "1");
            ConsumerRecord<byte[], byte[]> dead =
                    Topics.read(kafka.bootstrapServers(), "keyless_dead", 1).getFirst();
            assertThat(new String(dead.value(), StandardCharsets.UTF_8)).isEqualTo("lost");
            assertThat(Topics.header(dead, "__connect.errors.exception.message"))
                    .contains("has no key");
            assertThat(Topics.header(dead, "__connect.errors.topic")).isEqualTo("keyless");
            assertThat(Topics.header(dead, "__connect.errors.connector.name")).isEqualTo("sink-keyless");
        }
    }

    @Test
    void losesNothingAndRepeatsNothingWhenRedisIsKilled() throws Exception {
        try (Programs redis = redis(folder, "yes")) {
            connector("killed", redis);
            bench.running("sink-killed");
            AtomicBoolean done = new AtomicBoolean();
            AtomicReference<String> wentBack = new AtomicReference<>("");
            Thread watcher = Thread.ofPlatform().start(() -> watch(redis, done, wentBack));
            int rounds = 400;
            Thread writer = Thread.ofPlatform().start(() -> {
                for (int round = 1; round <= rounds; round++) {
                    Topics.write(kafka.bootstrapServers(), "killed", round(round));
                }
            });
            Eventually.until("some are written", Duration.ofSeconds(30), () -> value(redis, "v0") > 20);
            redis.kill();
            bench.task(
                    "sink-killed", "fails", task -> task.path("state").asText().equals("FAILED"));
            redis.startAgain();
            long back = System.nanoTime();
            bench.running("sink-killed");
            System.out.printf(
                    "redis-server killed and started again: the connector runs %d ms later%n",
                    (System.nanoTime() - back) / 1_000_000);
            writer.join();
            for (int key = 0; key < KEYS; key++) {
                eventually(redis, "v" + key, Integer.toString(rounds));
            }
            done.set(true);
            watcher.join();
            assertThat(wentBack.get()).as("a value that went back").isEmpty();
            assertThat(offsets(redis, "killed")).isEqualTo((long) rounds * KEYS);
        }
    }

    private static List<Line> round(int round) {
        List<Line> lines = new ArrayList<>();
        for (int key = 0; key < KEYS; key++) {
            lines.add(new Line("v" + key, Integer.toString(round)));
        }
        return lines;
    }

    /** Values only grow, unless something is written a second time. */
    private static void watch(Programs redis, AtomicBoolean done, AtomicReference<String> wentBack) {
        int[] last = new int[KEYS];
        while (!done.get()) {
            try (Jedis client = client(redis)) {
                while (!done.get()) {
                    for (int key = 0; key < KEYS; key++) {
                        String value = client.get("v" + key);
                        int now = value == null ? 0 : Integer.parseInt(value);
                        if (now < last[key]) {
                            wentBack.set("v" + key + " from " + last[key] + " to " + now);
                        }
                        last[key] = now;
                    }
                }
            } catch (JedisException _) {
                Thread.onSpinWait(); // it is away
            }
        }
    }

    private static int value(Programs redis, String key) {
        try (Jedis client = client(redis)) {
            String value = client.get(key);
            return value == null ? 0 : Integer.parseInt(value);
        }
    }

    private static long offsets(Programs redis, String topic) throws Exception {
        long sum = 0;
        try (Jedis client = client(redis)) {
            for (int partition = 0; partition < 2; partition++) {
                sum += Bench.JSON
                                .readTree(client.get("__kafka.offset." + topic + "." + partition))
                                .path("offset")
                                .asLong()
                        + 1;
            }
        }
        return sum;
    }

    @Test
    void writesEverythingAgainToARedisThatHasLostIt() throws Exception {
        try (Programs redis = redis(folder, "no")) {
            connector("forgotten", redis);
            Topics.write(kafka.bootstrapServers(), "forgotten", round(1));
            for (int key = 0; key < KEYS; key++) {
                eventually(redis, "v" + key, "1");
            }
            redis.kill();
            redis.startAgain();
            long back = System.nanoTime();
            // one record shows that the server is another
            Topics.write(kafka.bootstrapServers(), "forgotten", List.of(new Line("v0", "2")));
            eventually(redis, "v0", "2");
            for (int key = 1; key < KEYS; key++) {
                eventually(redis, "v" + key, "1");
            }
            System.out.printf(
                    "redis-server without a disk killed and started again: everything is back %d ms later%n",
                    (System.nanoTime() - back) / 1_000_000);
            assertThat(bench.runtime().restarts()).isPositive();
        }
    }

    @Test
    void goesOnWhereRedisIsAfterARestartOfTheRuntime() throws Exception {
        try (Programs redis = redis(folder, "yes")) {
            connector("resumed", redis);
            Topics.write(kafka.bootstrapServers(), "resumed", round(1));
            eventually(redis, "v7", "1");
            Eventually.until("all", Duration.ofSeconds(30), () -> {
                try (Jedis client = client(redis)) {
                    return client.dbSize() >= KEYS + 1;
                }
            });
            bench.close();
            try (Jedis client = client(redis)) {
                // would be set again if it were read again
                client.del("v7");
            }
            bench = Bench.start(kafka.bootstrapServers());
            bench.ready();
            Topics.write(kafka.bootstrapServers(), "resumed", List.of(new Line("v8", "2")));
            eventually(redis, "v8", "2");
            try (Jedis client = client(redis)) {
                assertThat(client.exists("v7")).isFalse();
            }
        }
    }
}
