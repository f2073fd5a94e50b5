package io.millrace.ksql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.Poll;
import io.millrace.ksql.query.Change;
import io.millrace.ksql.query.PullOptions;
import io.millrace.ksql.query.PushSource;
import io.millrace.ksql.type.Bytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The statements of the live vehicles over messages in their form, without the sampling. */
final class VehiclesIT {

    private static final long SEED = 20231023;
    private static final int MESSAGES = 2_000;
    private static final int VEHICLES = 40;

    @TempDir
    private Path folder;

    private final Map<String, String> expected = new TreeMap<>();

    @Test
    void tablesHoldTheLastPositionOfEachVehicle() throws Exception {
        System.out.println("seed " + SEED);
        String name = Cluster.application();
        try (KsqlEngine engine = Cluster.engine(name, folder)) {
            Session session = Cluster.earliest();
            engine.execute(
                    "CREATE STREAM topic_only (x BYTES) WITH (kafka_topic='bus_raw', partitions=3,"
                            + " value_format='kafka');",
                    session);
            engine.execute(
                    Cluster.resource("/vehicles/streams.sql").replace("random() >= 0.9", "random() >= 0.0"), session);
            engine.execute(Cluster.resource("/vehicles/current.sql"), session);
            SelectResult.Push push = (SelectResult.Push) engine.select(
                    "SELECT * FROM bus_current EMIT CHANGES;", session, PullOptions.DEFAULT, Cluster.QUEUE);
            List<CompletableFuture<Void>> written = play(engine);
            CompletableFuture.allOf(written.toArray(CompletableFuture[]::new)).get();
            Cluster.await(
                    "all positions",
                    () -> positions(engine, "SELECT * FROM bus_current;").equals(expected));
            Cluster.await(
                    "all positions of the other table",
                    () -> positions(engine, "SELECT * FROM bus_current_sr;").equals(expected));
            Map.Entry<String, String> one = expected.entrySet().iterator().next();
            assertThat(positions(engine, "SELECT * FROM bus_current WHERE veh_id = '" + one.getKey() + "';"))
                    .isEqualTo(Map.of(one.getKey(), one.getValue()));
            assertThat(positions(engine, "SELECT * FROM bus_current WHERE veh_id = 'nobody';"))
                    .isEmpty();
            try (PushSource source = push.source()) {
                assertThat(follow(source)).isEqualTo(expected);
            }
            assertThat(inTopic()).isEqualTo(expected);
        }
    }

    /** Some positions are null, some messages come late; of these the order of arrival decides, as in the reference. */
    private List<CompletableFuture<Void>> play(KsqlEngine engine) {
        Random random = new Random(SEED);
        List<CompletableFuture<Void>> written = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            int vehicle = 1000 + random.nextInt(VEHICLES);
            long time = 1_698_068_562L + i - random.nextInt(5);
            double lat = 60 + random.nextInt(1_000_000) / 1e6;
            double lon = 24 + random.nextInt(1_000_000) / 1e6;
            boolean lost = random.nextInt(4) == 0;
            String payload =
                    "{\"VP\":{\"desi\":\"520\",\"dir\":\"2\",\"oper\":6,\"veh\":" + vehicle + ",\"tsi\":" + time
                            + ",\"spd\":8.49,\"lat\":" + (lost ? "null" : lat) + ",\"long\":" + (lost ? "null" : lon)
                            + ",\"stop\":null,\"occu\":0}}";
            String topic =
                    "/hfp/v2/journey/ongoing/vp/bus/0018/0" + vehicle + "/5520/2/Matinkylä (M)/15:56/2323253/4/60;24";
            if (!lost) {
                expected.put(Integer.toString(vehicle), lat + "|" + lon + "|" + time);
            }
            written.add(engine.insert(
                    "BUS_RAW_BYTES",
                    Map.of("KEY", topic, "PAYLOAD", Bytes.of(payload.getBytes(StandardCharsets.UTF_8)))));
        }
        return written;
    }

    private static Map<String, String> positions(KsqlEngine engine, String query) {
        Map<String, String> positions = new TreeMap<>();
        try {
            for (List<@Nullable Object> row : Cluster.pull(engine, query)) {
                positions.put(String.valueOf(row.get(0)), String.valueOf(row.get(1)));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return positions;
    }

    private Map<String, String> follow(PushSource source) throws InterruptedException {
        Map<String, String> positions = new TreeMap<>();
        for (int idle = 0; idle < 50 && !positions.equals(expected); idle++) {
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

    /** What the sink for Redis would read: the last text of each key. */
    private static Map<String, String> inTopic() {
        Map<String, String> positions = new TreeMap<>();
        Cluster.contents("bus_current")
                .forEach(record -> positions.put(
                        new String(record.key(), StandardCharsets.UTF_8),
                        new String(record.value(), StandardCharsets.UTF_8)));
        return positions;
    }
}
