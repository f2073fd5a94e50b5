package io.millrace.sql.exec.relation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.testkit.ManualTicker;
import io.millrace.sql.SqlException;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.plan.Command.ColumnDefinition;
import io.millrace.sql.plan.Command.CreateRandomStream;
import io.millrace.sql.plan.Plan.ScanOptions;
import io.millrace.sql.type.DataType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RandomStreamTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00.420Z");

    private final ManualTicker ticker = new ManualTicker(START);

    private static RandomStream stream(double eps, int interval, int shards) {
        Expr one = new Expr.Literal(1L, DataType.INT32);
        return new RandomStream(
                new CreateRandomStream(
                        "devices",
                        false,
                        List.of(new ColumnDefinition("n", DataType.INT32, one)),
                        null,
                        eps,
                        interval,
                        shards),
                8192);
    }

    private RowReader read(RandomStream stream, boolean bounded, ScanOptions options) {
        List<Integer> columns = List.of(1, 2);
        Schema schema = new Schema(
                columns.stream().map(index -> stream.schema().column(index)).toList());
        return stream.open(new ReadRequest(schema, columns, bounded, options, ticker, 1, () -> {}));
    }

    /** Reads all that is due, and counts rows by second of their event time. */
    private static void drain(RowReader reader, Map<Long, Long> rowsBySecond) {
        for (RowBatch batch = reader.next(); batch != null; batch = reader.next()) {
            long[] times = batch.longs(0).values;
            for (int i = 0; i < batch.size(); i++) {
                assertThat(times[i]).isEqualTo(times[0]);
                rowsBySecond.merge(Math.floorDiv(times[i], 1000L), 1L, Long::sum);
            }
        }
    }

    @Test
    void fillsEverySecondExactlyHoweverLateItIsRead() {
        RowReader reader = read(stream(1000, 5, 1), false, ScanOptions.DEFAULT);
        Map<Long, Long> rows = new TreeMap<>();
        // wake-ups of 1, 8, 15, ... ms: never in step with the slots
        for (long wait = 1; rows.size() < 6; wait = (wait + 7) % 40) {
            ticker.advance(Duration.ofMillis(wait));
            drain(reader, rows);
            assertThat(reader.due()).isGreaterThan(ticker.nanos());
        }
        List<Long> counts = new ArrayList<>(rows.values());
        assertThat(counts.getFirst()).isEqualTo(580);
        assertThat(counts.subList(1, 5)).containsOnly(1000L);
    }

    @Test
    void isDueWhenItsSlotBegins() {
        RowReader reader = read(stream(1000, 80, 1), false, ScanOptions.DEFAULT);
        List<Long> gaps = new ArrayList<>();
        List<Integer> rows = new ArrayList<>();
        long last = ticker.nanos();
        for (int i = 0; i < 10; i++) {
            long due = reader.due();
            gaps.add((due - last) / 1_000_000);
            last = due;
            ticker.advance(Duration.ofNanos(due - 1 - ticker.nanos()));
            assertThat(reader.next()).isNull();
            ticker.advance(Duration.ofNanos(1));
            RowBatch batch = reader.next();
            rows.add(batch == null ? 0 : batch.size());
        }
        // it is 420 ms past the second: slots begin at 120, 200, ... 440
        assertThat(gaps).containsExactly(20L, 80L, 80L, 80L, 80L, 80L, 80L, 80L, 120L, 80L);
        assertThat(rows).containsExactly(83, 83, 83, 83, 83, 83, 83, 87, 83, 83);
    }

    @Test
    void leavesOutWholeSecondsAfterAStallOfMoreThanTenSeconds() {
        RowReader reader = read(stream(1000, 5, 1), false, ScanOptions.DEFAULT);
        Map<Long, Long> rows = new TreeMap<>();
        ticker.advance(Duration.ofHours(1));
        drain(reader, rows);
        assertThat(rows.values().stream().mapToLong(Long::longValue).sum()).isLessThanOrEqualTo(1000);
        ticker.advance(Duration.ofSeconds(9));
        drain(reader, rows);
        ticker.advance(Duration.ofSeconds(1));
        drain(reader, rows);
        assertThat(List.copyOf(rows.values()).subList(1, 9)).containsOnly(1000L);
    }

    @Test
    void numbersItsRowsFromZero() {
        RowReader reader = read(stream(1000, 5, 1), false, ScanOptions.DEFAULT);
        ticker.advance(Duration.ofMillis(999));
        long expected = 0;
        for (RowBatch batch = reader.next(); batch != null; batch = reader.next()) {
            for (int i = 0; i < batch.size(); i++) {
                assertThat(batch.longs(1).values[i]).isEqualTo(expected++);
            }
        }
        assertThat(expected).isEqualTo(1000);
    }

    @Test
    void endsAfterMaxEventsWhetherPacedOrNot() {
        for (double eps : new double[] {1000, 0}) {
            RowReader reader = read(stream(1000, 5, 3), false, new ScanOptions(eps, 1234, null));
            ticker.advance(Duration.ofSeconds(5));
            Map<Long, Long> rows = new TreeMap<>();
            drain(reader, rows);
            assertThat(rows.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(1234);
            assertThat(reader.ended()).isTrue();
        }
    }

    @Test
    void givesOneBlockOrMaxEventsWhenReadAsATable() {
        assertThat(count(read(stream(1000, 5, 1), true, ScanOptions.DEFAULT))).isEqualTo(65_409);
        assertThat(count(read(stream(1000, 5, 10), true, new ScanOptions(-1, 5000, null))))
                .isEqualTo(5000);
    }

    private static long count(RowReader reader) {
        long rows = 0;
        while (!reader.ended()) {
            RowBatch batch = reader.next();
            rows += batch == null ? 0 : batch.size();
        }
        return rows;
    }

    @Test
    void givesARowAtOnceThenOnePerPeriodBelowOneRowPerSecond() {
        RowReader reader = read(stream(0.5, 5, 1), false, ScanOptions.DEFAULT);
        assertThat(size(reader.next())).isEqualTo(1);
        ticker.advance(Duration.ofMillis(1999));
        assertThat(size(reader.next())).isZero();
        ticker.advance(Duration.ofMillis(1));
        assertThat(size(reader.next())).isEqualTo(1);
        assertThat(size(reader.next())).isZero();
    }

    private static int size(@Nullable RowBatch batch) {
        return batch == null ? 0 : batch.size();
    }

    @Test
    void refusesSettingsOutOfRange() {
        for (int interval : new int[] {0, -1, 1001}) {
            assertThatThrownBy(() -> stream(1000, interval, 1))
                    .isInstanceOfSatisfying(
                            SqlException.class, e -> assertThat(e.code()).isEqualTo(SqlException.Code.INVALID_SETTING))
                    .hasMessageContaining("interval_time");
        }
        assertThatThrownBy(() -> stream(1000, 5, 0)).hasMessage("shards must be at least 1, was 0");
        assertThatThrownBy(() -> stream(-1, 5, 1)).hasMessageContaining("eps");
        assertThatThrownBy(() -> stream(Double.NaN, 5, 1)).hasMessageContaining("eps");
    }
}
