package io.millrace.vehicles.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.testkit.ManualTicker;
import io.millrace.vehicles.hfp.VehicleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class VehicleBoardTest {

    private static final long SEED = 95;

    private final ManualTicker ticker = new ManualTicker();
    private final Instant now = ticker.now();
    private final VehicleBoard board = new VehicleBoard(BoardSettings.DEFAULT, ticker);

    @Test
    void keepsTheLatestByEventTimeWhateverTheOrder() {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        List<LivePosition> all = new ArrayList<>();
        Map<String, LivePosition> expected = new HashMap<>();
        for (int vehicle = 0; vehicle < 50; vehicle++) {
            String key = vehicle % 3 + "/" + vehicle / 3;
            for (int second = 0; second < 20; second++) {
                LivePosition position =
                        Positions.at(key, now.minusSeconds(second), 60 + random.nextDouble(), 24 + random.nextDouble());
                all.add(position);
                expected.putIfAbsent(key, position);
                if (random.nextInt(4) == 0) {
                    all.add(position);
                }
            }
        }
        Collections.shuffle(all, random);
        for (int from = 0; from < all.size(); from += 7) {
            board.apply(all.subList(from, Math.min(all.size(), from + 7)));
        }

        assertThat(board.query(VehicleFilter.ALL, null, 1_000).vehicles())
                .hasSize(50)
                .allSatisfy(seen -> assertThat(seen.position())
                        .isEqualTo(expected.get(seen.position().key().text())));
        BoardCounts counts = board.counts();
        assertThat(counts.arrivals(Arrival.APPLIED) + counts.arrivals(Arrival.LATE) + counts.arrivals(Arrival.REPEATED))
                .isEqualTo(all.size());
        assertThat(counts.arrivals(Arrival.LATE)).isPositive();
        assertThat(counts.arrivals(Arrival.REPEATED)).isPositive();
    }

    @Test
    void tellsVehiclesOfOneNumberApartByOperator() {
        board.apply(List.of(Positions.at("12/1211", now, 60.1, 24.9), Positions.at("40/1211", now, 60.2, 24.8)));

        assertThat(keys(VehicleFilter.ALL)).containsExactly("12/1211", "40/1211");
    }

    @Test
    void ofTwoWithOneTimeTheOneThatCameLastStays() {
        board.apply(List.of(Positions.at("1/1", now, 60.1, 24.9)));
        board.apply(List.of(Positions.at("1/1", now, 60.2, 24.9)));

        assertThat(latitude("1/1")).isEqualTo(60.2);
    }

    @Test
    void refusesWhatLiesInTheFuture() {
        board.apply(List.of(
                Positions.at("1/1", now.plusSeconds(59), 60.1, 24.9),
                Positions.at("1/2", now.plusSeconds(61), 60.1, 24.9)));

        assertThat(keys(VehicleFilter.ALL)).containsExactly("1/1");
        assertThat(board.counts().arrivals(Arrival.AHEAD)).isEqualTo(1);
    }

    @Test
    void findsByPlaceWhatALookAtAllFinds() {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        for (int round = 0; round < 40; round++) {
            List<LivePosition> moved = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                moved.add(Positions.at(
                        "1/" + random.nextInt(200),
                        now.plusMillis(round),
                        random.nextInt(10) == 0 ? random.nextDouble(-90, 90) : random.nextDouble(60, 60.4),
                        random.nextInt(10) == 0 ? random.nextDouble(-180, 180) : random.nextDouble(24.5, 25.3)));
            }
            board.apply(moved);
            double south = random.nextDouble(60, 60.3);
            double west = random.nextDouble(24.5, 25.2);
            BoundingBox box = random.nextInt(4) == 0
                    ? new BoundingBox(170, -80, west, 85)
                    : new BoundingBox(west, south, west + random.nextDouble(0.3), south + random.nextDouble(0.2));
            List<String> expected = board.query(VehicleFilter.ALL, null, 1_000).vehicles().stream()
                    .map(Sighting::position)
                    .filter(p -> box.contains(p.latitude(), p.longitude()))
                    .map(p -> p.key().text())
                    .toList();

            assertThat(keys(in(box, null))).isEqualTo(expected);
        }
    }

    @Test
    void filtersByRouteOperatorVehicleNumberAndAge() {
        board.apply(List.of(
                Positions.on("550", "22/1", now, 60.1, 24.9),
                Positions.on("18", "22/2", now.minusSeconds(40), 60.1, 24.9),
                Positions.on("550", "12/1", now.minusSeconds(40), 60.1, 24.9)));

        assertThat(keys(filter(Map.of("route", "550")))).containsExactly("12/1", "22/1");
        assertThat(keys(filter(Map.of("route", "218")))).as("by id").containsExactly("22/2");
        assertThat(keys(filter(Map.of("operator", "22")))).containsExactly("22/1", "22/2");
        assertThat(keys(filter(Map.of("vehicle", "0022/00002")))).containsExactly("22/2");
        assertThat(keys(filter(Map.of("vehicle", "1")))).containsExactly("12/1", "22/1");
        assertThat(keys(filter(Map.of("vehicle", "22/2,1")))).hasSize(3);
        assertThat(keys(filter(Map.of("age", "30s")))).containsExactly("22/1");
        assertThat(keys(filter(Map.of("vehicle", "9/9")))).isEmpty();
    }

    @Test
    void givesPagesWithoutGapOrDouble() {
        List<LivePosition> all = new ArrayList<>();
        for (int number = 0; number < 25; number++) {
            all.add(Positions.at("1/" + number, now, 60.1, 24.9));
        }
        Collections.shuffle(all, new Random(SEED));
        board.apply(all);

        List<String> seen = new ArrayList<>();
        @Nullable VehicleKey after = null;
        do {
            VehiclePage page = board.query(VehicleFilter.ALL, after, 10);
            assertThat(page.total()).isEqualTo(25);
            page.vehicles().forEach(one -> seen.add(one.position().key().text()));
            after = page.next();
        } while (after != null);
        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
        assertThat(seen.getFirst()).isEqualTo("1/0");
        assertThat(seen.getLast()).isEqualTo("1/24");
    }

    @Test
    void forgetsWhatIsNotHeardForLong() {
        board.apply(List.of(Positions.at("1/1", now, 60.1, 24.9), Positions.at("1/2", now, 60.1, 24.9)));
        ticker.advance(Duration.ofMinutes(9));
        board.apply(List.of(Positions.at("1/1", now.minusSeconds(5), 60.1, 24.9)));
        ticker.advance(Duration.ofMinutes(2));
        board.expire();

        assertThat(keys(VehicleFilter.ALL))
                .as("a late message is a sign of life")
                .containsExactly("1/1");
        assertThat(keys(in(new BoundingBox(24, 60, 25, 61), null))).containsExactly("1/1");
        assertThat(board.find(VehicleKey.parse("1/2"))).isNull();
        assertThat(board.counts().expired()).isEqualTo(1);
    }

    @Test
    void makesRoomByTheOneNotHeardForLongest() {
        VehicleBoard small = new VehicleBoard(
                new BoardSettings(2, Duration.ofMinutes(10), Duration.ofMinutes(1), 0, Duration.ZERO), ticker);
        small.apply(List.of(
                Positions.at("1/1", now, 60.1, 24.9),
                Positions.at("1/2", now, 60.1, 24.9),
                Positions.at("1/1", now.plusSeconds(1), 60.1, 24.9),
                Positions.at("1/3", now, 60.1, 24.9)));

        assertThat(small.query(VehicleFilter.ALL, null, 10).vehicles())
                .extracting(seen -> seen.position().key().text())
                .containsExactly("1/1", "1/3");
        assertThat(small.counts().evicted()).isEqualTo(1);
    }

    @Test
    void remembersATrailOfBoundedLength() {
        BoardSettings settings =
                new BoardSettings(10, Duration.ofMinutes(10), Duration.ofMinutes(1), 20, Duration.ofSeconds(5));
        VehicleBoard trails = new VehicleBoard(settings, ticker);
        for (int second = 0; second < 200; second++) {
            trails.apply(List.of(Positions.at("1/1", now.minusSeconds(200 - second), 60 + second / 1e4, 24.9)));
        }

        List<TrailPoint> trail = trails.trail(VehicleKey.parse("1/1"));
        assertThat(trail).hasSize(20).isSortedAccordingTo((a, b) -> a.time().compareTo(b.time()));
        assertThat(trail.getLast().time()).isEqualTo(now.minusSeconds(5));
        assertThat(trail.getFirst().time()).isEqualTo(now.minusSeconds(100));
        assertThat(trails.trail(VehicleKey.parse("1/2"))).isEmpty();
    }

    private VehicleFilter filter(Map<String, String> query) {
        return new FilterReader(query).filter();
    }

    private static VehicleFilter in(BoundingBox box, @Nullable Duration maxAge) {
        return new VehicleFilter(box, Set.of(), Set.of(), Set.of(), Set.of(), maxAge);
    }

    private List<String> keys(VehicleFilter filter) {
        return board.query(filter, null, 1_000).vehicles().stream()
                .map(seen -> seen.position().key().text())
                .toList();
    }

    private double latitude(String key) {
        Sighting seen = board.find(VehicleKey.parse(key));
        return seen == null ? Double.NaN : seen.position().latitude();
    }
}
