package io.millrace.sql.exec;

import static io.millrace.sql.exec.Planning.AFTER_WINDOW;
import static io.millrace.sql.exec.Planning.aggregate;
import static io.millrace.sql.exec.Planning.count;
import static io.millrace.sql.exec.Planning.hop;
import static io.millrace.sql.exec.Planning.max;
import static io.millrace.sql.exec.Planning.scan;
import static io.millrace.sql.exec.Planning.tumble;
import static io.millrace.sql.exec.Run.append;
import static io.millrace.sql.exec.Run.at;
import static io.millrace.sql.exec.Run.define;
import static io.millrace.sql.exec.Run.ended;
import static io.millrace.sql.exec.Run.open;
import static io.millrace.sql.exec.Run.ready;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.testkit.ManualTicker;
import io.millrace.sql.exec.relation.StreamStore;
import io.millrace.sql.plan.Emit;
import io.millrace.sql.plan.Plan;
import io.millrace.sql.plan.Plan.WindowSpec;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TimeUnit;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowAggregateTest {

    private final ManualTicker ticker = new ManualTicker();
    private final StreamStore stream = Run.stream(
            ticker,
            List.of(define("id", DataType.STRING), define("value", DataType.FLOAT32), define("time", Run.MILLIS)),
            "time");
    private final Plan scan = scan(stream, "id", "value", "time");

    private static List<Object> row(String id, double value, String time) {
        return List.of(id, value, at(time));
    }

    private Plan tumbleCount(int seconds, Emit emit) {
        return aggregate(
                tumble(scan, "time", seconds, TimeUnit.SECOND), emit, List.of("window_start", "window_end"), count());
    }

    @Test
    void emitsAWindowOnceATimeAtOrAfterItsEndHasBeenSeen() {
        QuerySource query = open(tumbleCount(5, AFTER_WINDOW), ticker);
        append(stream, List.of(row("a", 1, "20:00:00"), row("b", 2, "20:00:03")));
        append(stream, List.of(row("c", 3, "20:00:04")));
        assertThat(ready(query)).isEmpty();

        append(stream, List.of(row("d", 4, "20:00:10")));
        assertThat(ready(query)).containsExactly(List.of(at("20:00:00"), at("20:00:05"), 3L));
    }

    @Test
    void waitsForTheDelayAndCountsLateRowsThatStillCame() {
        QuerySource query = open(tumbleCount(5, new Emit.AfterWindow(3000, 0)), ticker);
        append(stream, List.of(row("a", 1, "20:01:00"), row("a", 1, "20:01:01"), row("b", 1, "20:01:05")));
        append(stream, List.of(row("b", 1, "20:01:07")));
        assertThat(ready(query)).isEmpty();

        append(stream, List.of(row("a", 1, "20:01:03"), row("a", 1, "20:01:02"), row("b", 1, "20:01:08")));
        assertThat(ready(query)).containsExactly(List.of(at("20:01:00"), at("20:01:05"), 4L));
    }

    @Test
    void dropsAndCountsRowsOfWindowsThatHaveBeenEmitted() {
        QuerySource query = open(tumbleCount(5, AFTER_WINDOW), ticker);
        append(stream, List.of(row("a", 1, "20:00:00"), row("a", 1, "20:00:05")));
        assertThat(ready(query)).containsExactly(List.of(at("20:00:00"), at("20:00:05"), 1L));

        append(stream, List.of(row("a", 1, "20:00:04"), row("a", 1, "20:00:06"), row("a", 1, "19:00:00")));
        append(stream, List.of(row("a", 1, "20:00:10")));
        assertThat(ready(query)).containsExactly(List.of(at("20:00:05"), at("20:00:10"), 2L));
        assertThat(query.lateRows()).isEqualTo(2);
    }

    @Test
    void takesRowsInAnyOrderWithinABlock() {
        QuerySource query = open(tumbleCount(5, AFTER_WINDOW), ticker);
        append(stream, List.of(row("a", 1, "20:00:11"), row("a", 1, "20:00:01"), row("a", 1, "20:00:06")));
        assertThat(ready(query))
                .containsExactly(
                        List.of(at("20:00:00"), at("20:00:05"), 1L), List.of(at("20:00:05"), at("20:00:10"), 1L));
    }

    @Test
    void countsEmissionsFromZero() {
        Plan plan = aggregate(
                tumble(scan, "time", 3, TimeUnit.SECOND),
                AFTER_WINDOW,
                List.of("window_start", "window_end"),
                true,
                false,
                count());
        QuerySource query = open(plan, ticker);
        for (String time : List.of("20:00:50", "20:00:51", "20:00:55", "20:00:57")) {
            append(stream, List.of(row("a", 60, time)));
        }
        assertThat(ready(query))
                .containsExactly(
                        List.of(at("20:00:48"), at("20:00:51"), 1L, 0L),
                        List.of(at("20:00:51"), at("20:00:54"), 1L, 1L),
                        List.of(at("20:00:54"), at("20:00:57"), 1L, 2L));
    }

    @Test
    void groupsByKeyWithinEachWindow() {
        Plan plan = aggregate(
                tumble(scan, "time", 5, TimeUnit.SECOND), AFTER_WINDOW, List.of("id", "window_end"), max("value"));
        QuerySource query = open(plan, ticker);
        append(stream, List.of(row("dev1", 57, "20:00:00"), row("dev2", 58, "20:00:03")));
        append(stream, List.of(row("dev1", 66, "20:00:04")));
        append(stream, List.of(row("dev8", 67, "20:00:05")));
        append(stream, List.of(row("dev8", 67, "20:00:30")));
        assertThat(ready(query))
                .containsExactly(
                        List.of("dev1", at("20:00:05"), 66.0),
                        List.of("dev2", at("20:00:05"), 58.0),
                        List.of("dev8", at("20:00:10"), 67.0));
    }

    /** Smoke suite 0000, case 12: hop of 5 s every 2 s; the first window begins before the first row. */
    @Test
    void hopsInStepsShorterThanTheWindow() {
        Plan plan = aggregate(
                hop(scan, "time", 2, 5, TimeUnit.SECOND),
                AFTER_WINDOW,
                List.of("id", "window_start", "window_end"),
                max("value"));
        QuerySource query = open(plan, ticker);
        // the watermark is at :03 after this block, which ends [19:59:58, :03): dev2's row of :03 is not in it
        append(stream, List.of(row("dev1", 60, "20:00:01"), row("dev2", 66, "20:00:03"), row("dev2", 58, "20:00:02")));
        assertThat(ready(query))
                .containsExactly(
                        List.of("dev1", at("19:59:58"), at("20:00:03"), 60.0),
                        List.of("dev2", at("19:59:58"), at("20:00:03"), 58.0));

        // at :06: ends [:00, :05)
        append(stream, List.of(row("dev1", 59, "20:00:04"), row("dev8", 67, "20:00:05"), row("dev8", 77, "20:00:06")));
        assertThat(ready(query))
                .containsExactlyInAnyOrder(
                        List.of("dev1", at("20:00:00"), at("20:00:05"), 60.0),
                        List.of("dev2", at("20:00:00"), at("20:00:05"), 66.0));

        // at :09: ends [:02, :07) and [:04, :09)
        append(stream, List.of(row("dev3", 57, "20:00:09"), row("dev3", 66, "20:00:08"), row("dev4", 76, "20:00:07")));
        assertThat(ready(query))
                .containsExactlyInAnyOrder(
                        List.of("dev1", at("20:00:02"), at("20:00:07"), 59.0),
                        List.of("dev2", at("20:00:02"), at("20:00:07"), 66.0),
                        List.of("dev8", at("20:00:02"), at("20:00:07"), 77.0),
                        List.of("dev1", at("20:00:04"), at("20:00:09"), 59.0),
                        List.of("dev8", at("20:00:04"), at("20:00:09"), 77.0),
                        List.of("dev3", at("20:00:04"), at("20:00:09"), 66.0),
                        List.of("dev4", at("20:00:04"), at("20:00:09"), 76.0));

        // at :10: [:06, :11) stays open, and the row of :01 is late in all its windows
        append(stream, List.of(row("dev3", 80, "20:00:09"), row("dev4", 67, "20:00:01"), row("dev9", 77, "20:00:10")));
        assertThat(ready(query)).isEmpty();
        assertThat(query.lateRows()).isEqualTo(2);
    }

    /** Smoke suite 0000, case 14: hop of 5 s every 3 s with a delay of 2 s. */
    @Test
    void hopsWithADelay() {
        Plan plan = aggregate(
                hop(scan, "time", 3, 5, TimeUnit.SECOND),
                new Emit.AfterWindow(2000, 0),
                List.of("window_start", "window_end"),
                count());
        QuerySource query = open(plan, ticker);
        append(
                stream,
                List.of(
                        row("dev1", 51, "20:00:00"),
                        row("dev1", 99, "20:00:02"),
                        row("dev1", 87, "20:00:01"),
                        row("dev2", 66, "20:00:03")));
        assertThat(ready(query)).isEmpty();
        append(stream, List.of(row("dev2", 33, "20:00:07")));
        assertThat(ready(query))
                .containsExactly(
                        List.of(at("19:59:57"), at("20:00:02"), 2L), List.of(at("20:00:00"), at("20:00:05"), 4L));
        for (String time : List.of("20:00:06", "20:00:05", "20:00:08", "20:00:07", "20:00:10")) {
            append(stream, List.of(row("dev2", 1, time)));
        }
        assertThat(ready(query)).containsExactly(List.of(at("20:00:03"), at("20:00:08"), 5L));
        append(
                stream,
                List.of(
                        row("dev1", 22, "20:00:11"),
                        row("dev1", 51, "20:00:14"),
                        row("dev2", 62, "20:00:11"),
                        row("dev2", 47, "20:00:15")));
        assertThat(ready(query)).containsExactly(List.of(at("20:00:06"), at("20:00:11"), 5L));
    }

    @Test
    void emitsOpenWindowsAfterATimeOfSilence() {
        QuerySource query = open(tumbleCount(5, new Emit.AfterWindow(0, 2000)), ticker);
        append(stream, List.of(row("a", 1, "20:00:01")));
        assertThat(ready(query)).isEmpty();
        ticker.advance(Duration.ofMillis(1999));
        assertThat(ready(query)).isEmpty();
        ticker.advance(Duration.ofMillis(1));
        assertThat(ready(query)).containsExactly(List.of(at("20:00:00"), at("20:00:05"), 1L));

        append(stream, List.of(row("a", 1, "20:00:02")));
        assertThat(ready(query)).isEmpty();
        assertThat(query.lateRows()).isEqualTo(1);
    }

    @Test
    void givesChangedGroupsOfOpenWindowsOnUpdate() {
        Plan plan = aggregate(
                tumble(scan, "time", 5, TimeUnit.SECOND),
                new Emit.OnUpdate(0),
                List.of("id", "window_start", "window_end"),
                count());
        QuerySource query = open(plan, ticker);
        append(stream, List.of(row("a", 1, "20:00:00"), row("b", 1, "20:00:01")));
        assertThat(ready(query)).hasSize(2);
        append(stream, List.of(row("b", 1, "20:00:02")));
        assertThat(ready(query)).containsExactly(List.of("b", at("20:00:00"), at("20:00:05"), 2L));
    }

    @Test
    void usesTheWindowOfAnInnerAggregationAsTime() {
        Plan inner = aggregate(
                tumble(scan, "time", 2, TimeUnit.SECOND), AFTER_WINDOW, List.of("id", "window_end"), max("value"));
        Plan.Project renamed = new Plan.Project(
                inner,
                List.of(
                        Planning.column(inner, "id"),
                        Planning.column(inner, "max"),
                        Planning.column(inner, "window_end")),
                new io.millrace.sql.batch.Schema(List.of(
                        new io.millrace.sql.batch.Column("id", DataType.STRING),
                        new io.millrace.sql.batch.Column("value", DataType.FLOAT64),
                        new io.millrace.sql.batch.Column("at", Run.MILLIS))));
        Plan outer = aggregate(
                tumble(renamed, "at", 5, TimeUnit.SECOND), AFTER_WINDOW, List.of("id", "window_end"), max("value"));
        QuerySource query = open(outer, ticker);
        append(stream, List.of(row("dev1", 60, "20:01:00"), row("dev1", 66, "20:01:01"), row("dev2", 30, "20:01:03")));
        append(stream, List.of(row("dev2", 68, "20:01:02"), row("dev8", 67, "20:01:04"), row("dev8", 77, "20:01:07")));
        // inner windows end at :02 (dev1), :04 (dev2), :06 (dev8); the outer window [:00, :05) has the first two
        assertThat(ready(query))
                .containsExactlyInAnyOrder(
                        List.of("dev1", at("20:01:05"), 66.0), List.of("dev2", at("20:01:05"), 68.0));
    }

    @Test
    void emitsWhatIsOpenWhenTheInputEnds() {
        Plan limited = Planning.limit(scan, 3, 0);
        Plan plan = aggregate(
                tumble(limited, "time", 5, TimeUnit.SECOND),
                AFTER_WINDOW,
                List.of("window_start", "window_end"),
                count());
        QuerySource query = open(plan, ticker);
        append(stream, List.of(row("a", 1, "20:00:00"), row("a", 1, "20:00:06")));
        append(stream, List.of(row("a", 1, "20:00:07"), row("a", 1, "20:00:08")));
        assertThat(ready(query))
                .containsExactly(
                        List.of(at("20:00:00"), at("20:00:05"), 1L), List.of(at("20:00:05"), at("20:00:10"), 2L));
        assertThat(ended(query)).isTrue();
    }

    @Test
    void readsStoredRowsAsAWhole() {
        append(stream, List.of(row("a", 1, "20:00:06"), row("a", 1, "20:00:01")));
        append(stream, List.of(row("a", 1, "20:00:02")));
        Plan stored = scan(stream, true, Plan.ScanOptions.DEFAULT, "time");
        Plan plan = aggregate(
                tumble(stored, "time", 5, TimeUnit.SECOND),
                new Emit.AtEnd(),
                List.of("window_start", "window_end"),
                false,
                true,
                count());
        QuerySource query = open(plan, ticker);
        assertThat(ready(query))
                .containsExactly(
                        List.of(at("20:00:00"), at("20:00:05"), 2L), List.of(at("20:00:05"), at("20:00:10"), 1L));
        assertThat(ended(query)).isTrue();
    }

    @Test
    void alignsMonthsAndWeeksToTheCalendarOfTheZone() {
        assertThat(windowOf("Europe/Helsinki", 1, TimeUnit.MONTH, "2026-03-31T23:30:00"))
                .containsExactly(local("2026-03-01T00:00:00"), local("2026-04-01T00:00:00"));
        assertThat(windowOf("Europe/Helsinki", 1, TimeUnit.QUARTER, "2026-03-31T23:30:00"))
                .containsExactly(local("2026-01-01T00:00:00"), local("2026-04-01T00:00:00"));
        assertThat(windowOf("Europe/Helsinki", 1, TimeUnit.YEAR, "2026-03-31T23:30:00"))
                .containsExactly(local("2026-01-01T00:00:00"), local("2027-01-01T00:00:00"));
        // 2026-03-29 is a Sunday on which the clocks go forward: its week began on Monday the 23rd, and is an hour
        // short
        assertThat(windowOf("Europe/Helsinki", 1, TimeUnit.WEEK, "2026-03-29T12:00:00"))
                .containsExactly(local("2026-03-23T00:00:00"), local("2026-03-30T00:00:00"));
        assertThat(windowOf("Europe/Helsinki", 1, TimeUnit.DAY, "2026-03-29T12:00:00"))
                .containsExactly(local("2026-03-29T00:00:00"), local("2026-03-30T00:00:00"));
        // without a zone weeks begin on Monday in UTC
        assertThat(windowOf(null, 1, TimeUnit.WEEK, "2026-03-29T12:00:00"))
                .containsExactly(utc("2026-03-23T00:00:00"), utc("2026-03-30T00:00:00"));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void agreesWithANaiveModelForRowsInAnyOrder(long seed) {
        Random random = new Random(seed);
        Map<List<Object>, Long> expected = new HashMap<>();
        for (int block = 0; block < 8; block++) {
            List<List<? extends @Nullable Object>> rows = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                String id = "dev" + random.nextInt(7);
                long time = at("20:00:00") + block * 2000L + random.nextInt(9000);
                rows.add(List.of(id, 1.0, time));
                for (long start = Math.floorDiv(time, 3000) * 3000; start + 8000 > time; start -= 3000) {
                    expected.merge(List.of(id, start, start + 8000), 1L, Long::sum);
                }
            }
            append(stream, rows);
        }
        Plan stored = scan(stream, true, Plan.ScanOptions.DEFAULT, "id", "time");
        Plan plan = aggregate(
                hop(stored, "time", 3, 8, TimeUnit.SECOND),
                new Emit.AtEnd(),
                List.of("id", "window_start", "window_end"),
                false,
                true,
                count());
        Map<List<@Nullable Object>, @Nullable Object> actual = new HashMap<>();
        for (List<@Nullable Object> row : ready(open(plan, ticker))) {
            assertThat(actual.put(row.subList(0, 3), row.get(3))).isNull();
        }
        assertThat(actual).as("seed %s", seed).isEqualTo(expected);
    }

    private static long local(String time) {
        return LocalDateTime.parse(time)
                .atZone(ZoneId.of("Europe/Helsinki"))
                .toInstant()
                .toEpochMilli();
    }

    private static long utc(String time) {
        return LocalDateTime.parse(time).toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    private List<Object> windowOf(@Nullable String zone, long size, TimeUnit unit, String time) {
        StreamStore one = Run.stream(ticker, List.of(define("time", Run.MILLIS)), "time");
        append(one, List.of(List.of(zone == null ? utc(time) : local(time))));
        Plan.Window window = Planning.window(
                scan(one, true, Plan.ScanOptions.DEFAULT, "time"),
                "time",
                new WindowSpec(WindowSpec.Kind.TUMBLE, size, unit, size, unit, zone));
        List<List<@Nullable Object>> rows = ready(open(window, ticker));
        return List.copyOf(rows.getFirst().subList(1, 3));
    }
}
