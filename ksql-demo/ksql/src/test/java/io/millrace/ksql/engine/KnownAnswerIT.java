package io.millrace.ksql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.time.Ticker;
import io.millrace.ksql.format.LocalSchemas;
import io.millrace.ksql.query.Change;
import io.millrace.ksql.query.PullOptions;
import io.millrace.ksql.query.PushSource;
import io.millrace.vehicles.feed.DumpSettings;
import io.millrace.vehicles.feed.DumpSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The captured messages through our statements: what a script that shares nothing with us says of the same files. */
final class KnownAnswerIT {

    private static final int MESSAGES = 2_933;
    private static final int WITHOUT_POSITION = 940;
    private static final Map<String, String> ANSWER = new TreeMap<>(Map.of(
            "12/1124", "60.346598|25.056539|1716447194",
            "12/1211", "60.339089|25.103705|1715579655",
            "18/678", "60.265753|25.016159|1698641887",
            "18/679", "60.249355|24.958855|1698609726",
            "18/1029", "60.2753|24.8562|1707842984",
            "18/1047", "60.156963|24.727254|1698637341"));

    @TempDir
    private Path folder;

    /** As the feed writes it, and as a Connect with Avro does. */
    @ParameterizedTest
    @CsvSource({"streams.sql, false", "streams-avro.sql, true"})
    void tableHoldsTheLastPositionOfEachVehicleByItsOwnClock(String streams, boolean avro) throws Exception {
        String name = Cluster.application();
        try (KsqlEngine engine = Cluster.engine(name, folder)) {
            Session session = Cluster.earliest();
            String raw = name + "bus_raw";
            engine.execute(
                    statements(name, streams).replace("= '" + raw + "'", "= '" + raw + "', partitions = 1"), session);
            engine.execute("""
                    CREATE TABLE by_offset WITH (kafka_topic = '%sby_offset', value_format = 'json') AS
                      SELECT veh_id, latest_by_offset(time_text) AS time_text, count(*) AS n
                      FROM bus_extracted WHERE lat IS NOT NULL GROUP BY veh_id;
                    """.formatted(name), session);
            SelectResult.Push push = (SelectResult.Push) engine.select(
                    "SELECT * FROM bus_current EMIT CHANGES;", session, PullOptions.DEFAULT, Cluster.QUEUE);
            play(raw, avro);
            try (PushSource source = push.source()) {
                assertThat(follow(source, ANSWER)).isEqualTo(ANSWER);
            }
            Cluster.await("the answer by pull", () -> positions(engine).equals(ANSWER));
            List<List<@Nullable Object>> all = Cluster.pull(engine, "SELECT veh_id, lat FROM bus_extracted;");
            assertThat(all).hasSize(MESSAGES);
            assertThat(all).filteredOn(row -> row.get(1) == null).hasSize(WITHOUT_POSITION);
            assertThat(engine.failures()).isZero();
            lateOne(engine, raw, avro);
        }
    }

    /** What comes late replaces nothing, though by offset it is the last. */
    private static void lateOne(KsqlEngine engine, String raw, boolean avro) throws InterruptedException {
        put(raw, avro, topic(1029), message("2024-02-13T16:40:00.000Z", "60.1"));
        put(raw, avro, topic(1029), message("2024-02-13T16:59:00.000Z", "null"));
        put(raw, avro, topic(7), message("2024-02-13T16:41:00.000Z", "60.7"));
        Map<String, String> expected = new TreeMap<>(ANSWER);
        expected.put("18/7", "60.7|24.8|1700000000");
        Cluster.await("the message behind the late one", () -> positions(engine).containsKey("18/7"));
        assertThat(positions(engine)).isEqualTo(expected);
        Cluster.await(
                "the late one where offsets count",
                () -> pull(engine, "SELECT time_text FROM by_offset WHERE veh_id = '18/1029';")
                        .equals(List.of(List.of("2024-02-13T16:40:00.000Z"))));
    }

    private static String topic(int number) {
        return "/hfp/v2/journey/ongoing/due/bus/0018/%05d/5520/1/Martinlaakso/17:35/4150208/5/60;24/28/65/93"
                .formatted(number);
    }

    private static String message(String time, String lat) {
        return "{\"DUE\":{\"oper\":6,\"tst\":\"" + time + "\",\"tsi\":1700000000,\"lat\":" + lat + ",\"long\":24.8}}";
    }

    /** Topics of their own, since all tests share one Kafka. */
    private static String statements(String name, String streams) throws IOException {
        Path shipped = Path.of("..", "service", "src", "main", "resources", "sql");
        String both = Files.readString(shipped.resolve(streams)) + Files.readString(shipped.resolve("current.sql"));
        return both.replace("kafka_topic = '", "kafka_topic = '" + name);
    }

    private static void put(String topic, boolean avro, String key, String message) throws InterruptedException {
        byte[] value = message.getBytes(StandardCharsets.UTF_8);
        Cluster.send(
                topic,
                key.getBytes(StandardCharsets.UTF_8),
                avro ? avro(value) : value,
                Ticker.SYSTEM.now().toEpochMilli());
    }

    /** Avro bytes in the frame of a registry: zero, the schema's number, the length as Avro counts, the bytes. */
    private static byte[] avro(byte[] message) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0);
        frame.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .putInt(LocalSchemas.number(Schema.create(Schema.Type.BYTES)))
                .array());
        int left = message.length * 2;
        for (; left > 0x7f; left >>>= 7) {
            frame.write((left & 0x7f) | 0x80);
        }
        frame.write(left);
        frame.writeBytes(message);
        return frame.toByteArray();
    }

    private static void play(String topic, boolean avro) throws InterruptedException {
        List<Path> dumps = DumpSettings.files(List.of(data())).stream()
                .filter(file -> file.toString().endsWith(".dump"))
                .toList();
        try (DumpSource source = new DumpSource(DumpSettings.of(dumps), Ticker.SYSTEM)) {
            source.open();
            while (source.poll(Duration.ofSeconds(1)) instanceof Poll.Batch<byte[]> batch) {
                for (Record<byte[]> message : batch.records()) {
                    byte[] key = String.valueOf(message.key()).getBytes(StandardCharsets.UTF_8);
                    // as the player does: Kafka would soon delete records as old as these
                    Cluster.send(
                            topic,
                            key,
                            avro ? avro(message.value()) : message.value(),
                            Ticker.SYSTEM.now().toEpochMilli());
                }
                batch.ack().commit();
            }
        }
        Cluster.flush();
    }

    /** The captured messages lie beside the repository. */
    private static Path data() {
        Path root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && !Files.exists(root.resolve("mvnw"))) {
            root = root.getParent();
        }
        Path data = root.resolveSibling("shared").resolve("data").resolve("hfp");
        Assumptions.assumeTrue(Files.isDirectory(data), "no captured messages in " + data);
        return data;
    }

    private static List<List<@Nullable Object>> pull(KsqlEngine engine, String query) {
        try {
            return Cluster.pull(engine, query);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> positions(KsqlEngine engine) {
        Map<String, String> positions = new TreeMap<>();
        pull(engine, "SELECT veh_id, location FROM bus_current;")
                .forEach(row -> positions.put(String.valueOf(row.get(0)), String.valueOf(row.get(1))));
        return positions;
    }

    private static Map<String, String> follow(PushSource source, Map<String, String> expected)
            throws InterruptedException {
        Map<String, String> positions = new TreeMap<>();
        for (int idle = 0; idle < 300 && !positions.equals(expected); idle++) {
            if (source.poll(Duration.ofMillis(200)) instanceof Poll.Batch<Change> batch) {
                idle = 0;
                batch.records().forEach(record -> {
                    List<@Nullable Object> row = Arrays.asList(record.value().row());
                    positions.put(String.valueOf(row.get(0)), String.valueOf(row.get(1)));
                });
            }
        }
        return positions;
    }
}
