package io.millrace.vehicles.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.flow.Delivery;
import io.millrace.core.flow.EndReason;
import io.millrace.core.testkit.ManualTicker;
import io.millrace.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class FollowerTest {

    private static final long SEED = 96;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ManualTicker ticker = new ManualTicker();
    private final Instant now = ticker.now();
    private final VehicleBoard board = new VehicleBoard(BoardSettings.DEFAULT, ticker);
    private final AtomicInteger wakeUps = new AtomicInteger();

    @Test
    void tellsTheSnapshotThenWhatChanges() {
        board.apply(List.of(Positions.at("1/1", now.minusMillis(250), 60.1, 24.9)));
        try (Follower follower = follow(Map.of(), true)) {
            assertThat(rows(follower)).singleElement().satisfies(row -> {
                assertThat(row.path("vehicle").asText()).isEqualTo("1/1");
                assertThat(row.path("age_ms").asLong()).isEqualTo(250);
            });
            board.apply(List.of(Positions.at("1/2", now, 60.1, 24.9)));
            assertThat(wakeUps).hasValue(1);
            assertThat(rows(follower))
                    .extracting(row -> row.path("number").asInt())
                    .containsExactly(2);
            assertThat(follower.take()).isInstanceOf(Delivery.Empty.class);
        }
    }

    @Test
    void followsWithoutSnapshotOnlyWhatChanges() {
        board.apply(List.of(Positions.at("1/1", now, 60.1, 24.9)));
        try (Follower follower = follow(Map.of(), false)) {
            assertThat(rows(follower)).isEmpty();
            board.apply(List.of(Positions.at("1/1", now.plusMillis(1), 60.1, 24.9)));
            assertThat(rows(follower)).hasSize(1);
        }
    }

    @Test
    void ageIsThatOfTheMomentOfReading() {
        try (Follower follower = follow(Map.of(), true)) {
            board.apply(List.of(Positions.at("1/1", now, 60.1, 24.9)));
            ticker.advance(Duration.ofSeconds(3));
            assertThat(rows(follower))
                    .extracting(row -> row.path("age_ms").asLong())
                    .containsExactly(3_000L);
        }
    }

    @Test
    void aSlowReaderHasTheLatestOfEachVehicleAndIsToldWhatItMissed() {
        try (Follower follower = follow(Map.of(), true)) {
            for (int second = 0; second < 100; second++) {
                for (int number = 1; number <= 3; number++) {
                    board.apply(List.of(
                            Positions.at("1/" + number, now.minusSeconds(100 - second), 60 + second / 1e4, 24.9)));
                }
            }
            assertThat(follower.pendingRows()).isEqualTo(3);
            assertThat(follower.pendingBytes()).isBetween(600L, 1_500L);
            assertThat(follower.droppedRows()).isEqualTo(297);

            assertThat(follower.take())
                    .isInstanceOfSatisfying(
                            Delivery.Gap.class, gap -> assertThat(gap.rows()).isEqualTo(297));
            assertThat(rows(follower))
                    .hasSize(3)
                    .allSatisfy(row -> assertThat(row.path("lat").asDouble()).isEqualTo(60 + 99 / 1e4));
            assertThat(follower.pendingBytes()).isZero();
        }
    }

    @Test
    void receivesOnlyWhatItsFilterCoversAndIsToldWhatLeaves() {
        try (Follower follower = follow(Map.of("bbox", "24,60,25,61", "route", "550"), true)) {
            board.apply(List.of(
                    Positions.at("1/1", now.minusSeconds(9), 60.1, 24.9),
                    Positions.at("1/2", now.minusSeconds(9), 60.1, 25.9),
                    Positions.on("18", "1/3", now.minusSeconds(9), 60.1, 24.9)));
            assertThat(rows(follower)).extracting(FollowerTest::vehicle).containsExactly("1/1");

            board.apply(List.of(Positions.at("1/1", now.minusSeconds(8), 60.1, 25.1)));
            assertThat(rows(follower)).singleElement().satisfies(row -> {
                assertThat(vehicle(row)).isEqualTo("1/1");
                assertThat(row.path("gone").asText()).isEqualTo("left");
            });
            board.apply(List.of(Positions.at("1/1", now.minusSeconds(7), 60.1, 25.2)));
            assertThat(rows(follower)).as("it is told once").isEmpty();
        }
    }

    @Test
    void tellsWhatIsNotHeardAnyMore() {
        board.apply(List.of(Positions.at("1/1", now, 60.1, 24.9)));
        try (Follower follower = follow(Map.of(), true)) {
            rows(follower);
            ticker.advance(Duration.ofMinutes(11));
            board.expire();
            assertThat(rows(follower))
                    .extracting(row -> row.path("gone").asText())
                    .containsExactly("expired");
        }
    }

    @Test
    void anOldPositionIsNoNewsForOneWhoWantsFreshOnes() {
        try (Follower follower = follow(Map.of("age", "30s"), true)) {
            board.apply(List.of(Positions.at("1/1", now.minusSeconds(31), 60.1, 24.9)));
            assertThat(rows(follower)).isEmpty();
            board.apply(List.of(Positions.at("1/1", now.minusSeconds(29), 60.1, 24.9)));
            assertThat(rows(follower)).hasSize(1);
        }
    }

    @Test
    void leavesWhenClosed() {
        Follower follower = follow(Map.of(), true);
        assertThat(board.counts().followers()).isEqualTo(1);
        follower.close();
        board.apply(List.of(Positions.at("1/1", now, 60.1, 24.9)));

        assertThat(board.counts().followers()).isZero();
        assertThat(follower.pendingRows()).isZero();
        assertThat(follower.take())
                .isInstanceOfSatisfying(
                        Delivery.End.class, end -> assertThat(end.reason()).isInstanceOf(EndReason.Stopped.class));
    }

    /** Followers that come, read slowly and go while vehicles move all end with the board, in the order of time. */
    @Test
    void endsWithTheBoardHoweverTheyRead() throws InterruptedException {
        System.out.println("seed " + SEED);
        VehicleBoard busy = new VehicleBoard(BoardSettings.DEFAULT, Ticker.SYSTEM);
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> readers = new ArrayList<>();
        List<Map<String, JsonNode>> views = new ArrayList<>();
        List<Throwable> wrong = new ArrayList<>();
        Instant begin = Ticker.SYSTEM.now().minusSeconds(60);
        for (int i = 0; i < 8; i++) {
            Map<String, JsonNode> view = new HashMap<>();
            views.add(view);
            int reader = i;
            readers.add(Thread.ofVirtual().start(() -> {
                try {
                    read(busy, view, over, new Random(SEED + reader));
                } catch (Throwable e) {
                    synchronized (wrong) {
                        wrong.add(e);
                    }
                }
            }));
        }
        Random random = new Random(SEED);
        for (int step = 0; step < 20_000; step++) {
            busy.apply(List.of(
                    Positions.at("1/" + random.nextInt(40), begin.plusMillis(step), random.nextDouble(60, 61), 24.9)));
        }
        over.set(true);
        // one more change wakes those who wait
        busy.apply(List.of(Positions.at("1/0", begin.plusMillis(20_001), 60.5, 24.9)));
        for (Thread reader : readers) {
            reader.join();
        }

        assertThat(wrong).isEmpty();
        Map<String, Double> expected = new HashMap<>();
        busy.query(VehicleFilter.ALL, null, 100)
                .vehicles()
                .forEach(seen -> expected.put(
                        seen.position().key().text(), seen.position().latitude()));
        assertThat(views).allSatisfy(view -> {
            Map<String, Double> latitudes = new HashMap<>();
            view.forEach((key, row) -> latitudes.put(key, row.path("lat").asDouble()));
            assertThat(latitudes).isEqualTo(expected);
        });
    }

    private static void read(VehicleBoard board, Map<String, JsonNode> view, AtomicBoolean over, Random random)
            throws Exception {
        Semaphore woken = new Semaphore(0);
        Thread.sleep(random.nextInt(20));
        try (Follower follower = board.follow(VehicleFilter.ALL, true, woken::release)) {
            boolean last = false;
            while (true) {
                switch (follower.take()) {
                    case Delivery.Rows(var chunk) -> {
                        for (JsonNode row : parse(chunk.toString())) {
                            JsonNode before = view.put(vehicle(row), row);
                            assertThat(before == null || time(before).isBefore(time(row)))
                                    .as("a version is told once, and later ones later")
                                    .isTrue();
                        }
                    }
                    case Delivery.Gap _ -> {}
                    case Delivery.Empty _ -> {
                        if (last) {
                            return;
                        }
                        last = over.get();
                        if (!last) {
                            woken.acquire();
                        }
                    }
                    case Delivery.Interruption _ -> throw new AssertionError("nothing was interrupted");
                    case Delivery.End _ -> throw new AssertionError("ended");
                }
                if (random.nextInt(8) == 0) {
                    Thread.sleep(random.nextInt(3));
                }
            }
        }
    }

    private Follower follow(Map<String, String> query, boolean snapshot) {
        return board.follow(new FilterReader(query).filter(), snapshot, wakeUps::incrementAndGet);
    }

    private static List<JsonNode> rows(Follower follower) {
        List<JsonNode> rows = new ArrayList<>();
        for (Delivery next = follower.take(); next instanceof Delivery.Rows(var chunk); next = follower.take()) {
            rows.addAll(parse(chunk.toString()));
        }
        return rows;
    }

    private static List<JsonNode> parse(String lines) {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            try {
                rows.add(JSON.readTree(line));
            } catch (JsonProcessingException e) {
                throw new AssertionError(line, e);
            }
        }
        return rows;
    }

    private static String vehicle(JsonNode row) {
        return row.path("vehicle").asText();
    }

    private static Instant time(JsonNode row) {
        return Instant.parse(row.path("time").asText());
    }
}
