package io.millrace.vehicles.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.vehicles.feed.LatestPositions;
import io.millrace.vehicles.hfp.Coordinates;
import io.millrace.vehicles.hfp.EventType;
import io.millrace.vehicles.hfp.Geohash;
import io.millrace.vehicles.hfp.HfpParser;
import io.millrace.vehicles.hfp.HfpTopic;
import io.millrace.vehicles.hfp.Journey;
import io.millrace.vehicles.hfp.JourneyType;
import io.millrace.vehicles.hfp.Region;
import io.millrace.vehicles.hfp.VehicleKey;
import io.millrace.vehicles.hfp.VehiclePosition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FleetTest {

    private static final Instant START = Instant.parse("2026-01-05T06:00:00Z");
    private static final FleetSettings PERFECT = new FleetSettings(40, 7, 0, 0, 0);
    private static final Region HELSINKI = new Region(60.1, 24.6, 60.45, 25.3);

    private final HfpParser parser = new HfpParser(HELSINKI);

    private static List<FleetMessage> run(FleetSettings settings, Duration length) {
        Fleet fleet = Fleet.create(settings, START);
        List<FleetMessage> all = new ArrayList<>();
        for (long i = 0; i < length.dividedBy(Fleet.STEP); i++) {
            all.addAll(fleet.step());
        }
        return all;
    }

    private VehiclePosition parse(FleetMessage message) {
        return parser.parse(message.topic(), message.payload());
    }

    private static List<String> texts(List<FleetMessage> messages) {
        return messages.stream()
                .map(message -> message.topic() + " " + new String(message.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void saysTheSameWithTheSameSeedAndOtherwiseNot() {
        FleetSettings settings = FleetSettings.of(50, 42);
        List<String> one = texts(run(settings, Duration.ofMinutes(2)));
        assertThat(texts(run(settings, Duration.ofMinutes(2)))).isEqualTo(one);
        assertThat(texts(run(FleetSettings.of(50, 43), Duration.ofMinutes(2)))).isNotEqualTo(one);
    }

    @Test
    void speaksHfpAndTellsEveryEventOfAJourney() {
        Map<EventType, Integer> events = new EnumMap<>(EventType.class);
        Set<JourneyType> types = new HashSet<>();
        boolean umlaut = false;
        boolean upcoming = false;
        for (FleetMessage message : run(new FleetSettings(40, 7, 0.01, 0.01, 0.05), Duration.ofMinutes(60))) {
            VehiclePosition position = parse(message);
            events.merge(position.topic().event(), 1, Integer::sum);
            types.add(position.topic().type());
            umlaut |= message.topic().contains("Matinkylä (M)");
            upcoming |= position.topic().upcoming();
            assertThat(position.topic().text()).isEqualTo(message.topic());
        }
        assertThat(events.keySet())
                .contains(
                        EventType.VP,
                        EventType.DUE,
                        EventType.ARR,
                        EventType.ARS,
                        EventType.DOO,
                        EventType.DOC,
                        EventType.PDE,
                        EventType.DEP,
                        EventType.PAS,
                        EventType.WAIT,
                        EventType.TLR,
                        EventType.TLA,
                        EventType.VJA,
                        EventType.VJOUT);
        assertThat(events.get(EventType.VP)).isBetween(142_000, 146_000);
        assertThat(types).contains(JourneyType.JOURNEY, JourneyType.DEADRUN);
        assertThat(umlaut).isTrue();
        assertThat(upcoming).isTrue();
    }

    @Test
    void movesAsVehiclesDo() {
        Map<VehicleKey, VehiclePosition> before = new HashMap<>();
        double metres = 0;
        for (FleetMessage message : run(PERFECT, Duration.ofMinutes(20))) {
            VehiclePosition position = parse(message);
            Coordinates place = position.place();
            assertThat(place).isNotNull();
            if (position.topic().event() != EventType.VP || place == null) {
                continue;
            }
            VehiclePosition last = before.put(position.vehicle(), position);
            if (last != null && last.place() != null && sameJourney(last, position)) {
                assertThat(position.time()).isAfter(last.time());
                double step = last.place().metresTo(place);
                metres += step;
                // a train's 25 m/s, and what six decimals round
                assertThat(step).as(message.topic()).isLessThan(26);
            }
        }
        assertThat(before).hasSize(40);
        assertThat(metres / 40 / 1200).as("mean metres a second").isBetween(3.0, 15.0);
    }

    private static boolean sameJourney(VehiclePosition one, VehiclePosition other) {
        Journey before = one.topic().journey();
        Journey now = other.topic().journey();
        return before != null
                && now != null
                && before.start().equals(now.start())
                && before.direction() == now.direction();
    }

    @Test
    void keepsTheOrderOfEventsAtStopsAndDoorsShutOnTheWay() {
        Map<VehicleKey, EventType> last = new HashMap<>();
        int halts = 0;
        for (FleetMessage message : run(PERFECT, Duration.ofMinutes(20))) {
            VehiclePosition position = parse(message);
            EventType event = position.topic().event();
            EventType before = last.get(position.vehicle());
            switch (event) {
                case DOO -> assertThat(before).isEqualTo(EventType.ARS);
                case DOC -> assertThat(before).isIn(EventType.DOO, EventType.WAIT);
                case PDE -> assertThat(before).isEqualTo(EventType.DOC);
                case ARS -> {
                    assertThat(before).isEqualTo(EventType.ARR);
                    halts++;
                }
                case VP -> {
                    Double speed = position.motion().speed();
                    if (speed != null && speed > 0) {
                        assertThat(position.motion().doorsOpen()).isFalse();
                    }
                    continue;
                }
                case TLR, TLA -> {
                    continue;
                }
                default -> {}
            }
            last.put(position.vehicle(), event);
        }
        assertThat(halts).isGreaterThan(200);
    }

    @Test
    void givesTheGeohashAndTheLevelThatTheDescriptionAsksFor() {
        Map<VehicleKey, VehiclePosition> before = new HashMap<>();
        int[] levels = new int[6];
        for (FleetMessage message : run(new FleetSettings(40, 7, 0, 0, 0.02), Duration.ofMinutes(20))) {
            VehiclePosition position = parse(message);
            Journey journey = position.topic().journey();
            if (journey == null) {
                continue;
            }
            assertThat(journey.geohash()).isEqualTo(Geohash.text(position.place()));
            VehiclePosition last = before.put(position.vehicle(), position);
            int expected = last == null
                    ? 0
                    : Geohash.level(
                            last.place(), position.place(), others(last.topic()).equals(others(position.topic())));
            assertThat(journey.geohashLevel()).as(message.topic()).isEqualTo(expected);
            levels[journey.geohashLevel()]++;
        }
        // as in the feed: most messages are of level 4 or 5, and each level above is rarer
        assertThat(levels[4] + levels[5]).isGreaterThan(2 * (levels[0] + levels[1] + levels[2] + levels[3]));
        assertThat(levels[3]).isGreaterThan(levels[2]);
        assertThat(levels[2]).isGreaterThan(levels[1]);
    }

    /** The topic without what the position decides. */
    private static String others(HfpTopic topic) {
        return topic.text().replaceAll("/\\d/[^/]*/[^/]*/[^/]*/[^/]*(/\\d+)?$", "");
    }

    @Test
    void isLateTwiceAndLostAsOftenAsItIsTold() {
        FleetSettings faulty = new FleetSettings(100, 7, 0.02, 0.03, 0.2);
        List<FleetMessage> messages = run(faulty, Duration.ofMinutes(10));
        List<FleetMessage> perfect = run(new FleetSettings(100, 7, 0, 0, 0.2), Duration.ofMinutes(10));
        Set<String> different = new HashSet<>(texts(messages));
        int late = 0;
        Map<VehicleKey, Instant> newest = new HashMap<>();
        int unknown = 0;
        for (FleetMessage message : messages) {
            VehicleKey vehicle = HfpTopic.parse(message.topic()).vehicle();
            Instant known = newest.merge(vehicle, message.time(), (one, two) -> one.isAfter(two) ? one : two);
            late += Duration.between(message.time(), known).toMillis() >= 1500 ? 1 : 0;
            unknown += parse(message).place() == null ? 1 : 0;
        }
        double all = perfect.size();
        assertThat(late / all).isBetween(0.015, 0.022);
        assertThat((messages.size() - different.size()) / all).isBetween(0.025, 0.035);
        assertThat(unknown / all).isBetween(0.17, 0.23);
        assertThat(new HashSet<>(texts(perfect)).containsAll(different)).isTrue();
    }

    @Test
    void leadsToTheSamePositionsWhateverComesLateOrTwice() {
        LatestPositions perfect = latest(new FleetSettings(60, 3, 0, 0, 0.02));
        LatestPositions faulty = latest(new FleetSettings(60, 3, 0.2, 0.2, 0.02));
        assertThat(faulty.late()).isPositive();
        int same = 0;
        for (Map.Entry<VehicleKey, VehiclePosition> entry : perfect.all().entrySet()) {
            VehiclePosition other = faulty.of(entry.getKey()).orElseThrow();
            // the very last may still be on its way
            assertThat(other.time())
                    .isBetween(
                            entry.getValue().time().minusSeconds(20),
                            entry.getValue().time());
            same += other.equals(entry.getValue()) ? 1 : 0;
        }
        assertThat(same).isGreaterThan(40);
    }

    private LatestPositions latest(FleetSettings settings) {
        LatestPositions latest = new LatestPositions();
        run(settings, Duration.ofMinutes(5)).forEach(message -> latest.put(parse(message)));
        return latest;
    }

    @Test
    void hasVehiclesOfOneNumberWithSeveralOperators() {
        Set<VehicleKey> vehicles = new HashSet<>();
        run(PERFECT, Duration.ofSeconds(2))
                .forEach(message -> vehicles.add(parse(message).vehicle()));
        assertThat(vehicles).hasSize(40).contains(new VehicleKey(18, 1), new VehicleKey(22, 1));
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FleetSettings.of(0, 1))
                .withMessage("vehicles must be from 1 to 100000, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FleetSettings(1, 1, 2, 0, 0))
                .withMessage("late must be from 0 to 1.0, was 2.0");
    }
}
