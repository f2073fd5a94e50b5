package io.millrace.vehicles.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.Operator;
import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.time.Ticker;
import io.millrace.vehicles.hfp.HfpParser;
import io.millrace.vehicles.hfp.Region;
import io.millrace.vehicles.hfp.VehiclePosition;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the captured messages must lead to, worked out by {@code src/test/python/known_answer.py}. */
final class KnownAnswerTest {

    private final HfpParser parser = new HfpParser(Region.FINLAND);

    private static List<String> answer() throws Exception {
        try (InputStream in = KnownAnswerTest.class.getResourceAsStream("known-answer.csv")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static List<Record<byte[]>> play(List<Path> files) throws Exception {
        List<Record<byte[]>> all = new ArrayList<>();
        try (DumpSource source = new DumpSource(DumpSettings.of(files), Ticker.SYSTEM)) {
            source.open();
            while (source.poll(Duration.ofSeconds(1)) instanceof Poll.Batch<byte[]> batch) {
                all.addAll(batch.records());
                batch.ack().commit();
            }
        }
        return all;
    }

    private static List<Path> dumps() {
        return DumpSettings.files(List.of(HfpData.folder())).stream()
                .filter(file -> file.toString().endsWith(".dump"))
                .toList();
    }

    private static List<String> rows(LatestPositions latest) {
        List<String> rows = new ArrayList<>();
        for (VehiclePosition position : latest.all().values()) {
            String[] location = String.valueOf(position.location()).split("\\|", -1);
            rows.add("%s,%s,%s,%s,%s"
                    .formatted(position.vehicle(), location[0], location[1], position.time(), location[2]));
        }
        return rows;
    }

    /** The script keeps trailing zeros of positions, a location does not. */
    private static List<String> expected() throws Exception {
        return answer().stream()
                .skip(2)
                .map(row -> row.replaceAll("(\\.\\d*?[1-9])0+,", "$1,"))
                .toList();
    }

    @Test
    void playsAllFilesInOrderToTheLastPositionOfEachVehicle() throws Exception {
        List<Record<byte[]>> messages = play(dumps());
        LatestPositions latest = new LatestPositions();
        Operator<byte[], VehiclePosition> positions = HfpOperators.positions(parser);
        long[] without = new long[1];
        for (Record<byte[]> message : messages) {
            positions.process(message, out -> {
                without[0] += out.value().place() == null ? 1 : 0;
                latest.put(out.value());
                assertThat(out.key()).isEqualTo(out.value().vehicle().text());
                assertThat(out.timestamp()).isEqualTo(out.value().time());
            });
        }
        assertThat(answer().getFirst()).isEqualTo("# messages " + messages.size() + ", without position " + without[0]);
        assertThat(rows(latest)).isEqualTo(expected());
        assertThat(latest.late()).isPositive();
    }

    /** Ties of one time are broken by order, so only messages of different times are moved. */
    @Test
    void doesNotDependOnTheOrderOfArrival() throws Exception {
        List<VehiclePosition> positions = new ArrayList<>();
        for (Record<byte[]> message : play(dumps())) {
            positions.add(parser.parse(String.valueOf(message.key()), message.value()));
        }
        long seed = 11;
        System.out.println("seed " + seed);
        Collections.shuffle(positions, new Random(seed));
        LatestPositions latest = new LatestPositions();
        positions.forEach(latest::put);
        assertThat(rows(latest).stream().map(row -> row.split(",", -1)[3]))
                .isEqualTo(expected().stream().map(row -> row.split(",", -1)[3]).toList());
    }

    @Test
    void takesTheSamplesOfTheOfficialParserAsItDoes() throws Exception {
        Map<String, String> seen = new HashMap<>();
        for (Path file : DumpSettings.files(List.of(HfpData.folder()))) {
            if (!file.toString().endsWith(".json")) {
                continue;
            }
            Record<byte[]> message = play(List.of(file)).getFirst();
            assertThat(message.value()).isEqualTo(Files.readAllBytes(file));
            String name = file.getFileName().toString();
            try {
                VehiclePosition position = parser.parse(String.valueOf(message.key()), message.value());
                seen.put(name, position.vehicle() + " " + position.location());
            } catch (PoisonException e) {
                seen.put(name, e.reason());
            }
        }
        assertThat(seen)
                .containsEntry("transitdata-common_hfp-sample-vp.json", "22/792 60.194481|25.03095|1522949916")
                .containsEntry("transitdata-common_hfp-sample-pas.json", "22/817 60.274556|24.840979|1561636404")
                .containsEntry("transitdata-common_hfp-tlr-sample.json", "22/754 60.174129|24.796323|1571642196")
                .containsEntry(
                        "transitdata-common_hfp-tlr-sample-missing.json", "22/754 60.174129|24.796323|1571642196")
                .containsEntry(
                        "transitdata-common_hfp-tlr-sample-invalid.json",
                        "TLR of 22/754: loc must be one of GPS, ODO, MAN, DR, N/A, was 'GPSi'");
        assertThat(seen.get("transitdata-common_garbage-data.json")).contains("start_time must be HH:mm, was '0:0'");
    }
}
