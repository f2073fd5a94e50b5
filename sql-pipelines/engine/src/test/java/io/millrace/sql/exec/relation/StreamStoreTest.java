package io.millrace.sql.exec.relation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.testkit.ManualTicker;
import io.millrace.sql.SqlException;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.plan.Command.ColumnDefinition;
import io.millrace.sql.plan.Plan.ScanOptions;
import io.millrace.sql.type.DataType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamStoreTest {

    private static final long NOW = 1_767_225_600_000L;

    private final ManualTicker ticker = new ManualTicker();

    private StreamStore store(long maxBytes) {
        return new StreamStore(
                "s",
                List.of(
                        new ColumnDefinition("n", DataType.INT64, null),
                        new ColumnDefinition("seven", DataType.INT64, new Expr.Literal(7L, DataType.INT64)),
                        new ColumnDefinition("text", DataType.STRING, null)),
                null,
                maxBytes,
                1,
                ticker);
    }

    private static void append(StreamStore store, long... values) {
        store.append(List.of(0), new Vector[] {new LongVector(values)}, values.length);
    }

    private RowReader read(StreamStore store, boolean bounded, @Nullable String seekTo, Integer... columns) {
        List<Integer> indexes = List.of(columns);
        Schema schema = new Schema(
                indexes.stream().map(index -> store.schema().column(index)).toList());
        return store.open(
                new ReadRequest(schema, indexes, bounded, new ScanOptions(-1, 0, seekTo), ticker, 1, () -> {}));
    }

    private static List<Long> numbers(RowReader reader) {
        List<Long> numbers = new ArrayList<>();
        while (reader.due() != RowReader.NEVER) {
            RowBatch batch = reader.next();
            for (int i = 0; batch != null && i < batch.size(); i++) {
                numbers.add(batch.longs(0).values[i]);
            }
        }
        return numbers;
    }

    @Test
    void givesMissingColumnsTheirDefaultsTimeAndNumber() {
        StreamStore store = store(1 << 20);
        append(store, 1, 2);
        RowBatch batch = read(store, true, null, 1, 2, 3, 4).next();
        assertThat(batch).isNotNull();
        assertThat(batch.longs(0).values).startsWith(7, 7);
        assertThat(batch.bytes(1).text(1)).isEmpty();
        assertThat(batch.longs(2).values).startsWith(NOW, NOW);
        assertThat(batch.longs(3).values).startsWith(0, 1);
    }

    @Test
    void takesTheEventTimeFromItsColumn() {
        StreamStore store = new StreamStore(
                "s", List.of(new ColumnDefinition("at", DataType.DATETIME, null)), "at", 1 << 20, 1, ticker);
        append(store, 1_700_000_000L);
        assertThat(numbers(read(store, true, null, 1))).containsExactly(1_700_000_000_000L);
    }

    @Test
    void refusesAnEventTimeColumnThatIsNoTime() {
        List<ColumnDefinition> columns = List.of(new ColumnDefinition("n", DataType.INT64, null));
        assertThatThrownBy(() -> new StreamStore("s", columns, "n", 1, 1, ticker))
                .isInstanceOf(SqlException.class)
                .hasMessage("event_time_column 'n' is not a time but int64");
        assertThatThrownBy(() -> new StreamStore("s", columns, "x", 1, 1, ticker))
                .hasMessage("event_time_column 'x' is not a column of the stream");
    }

    @Test
    void showsStreamingReadersOnlyWhatComesAfterTheyOpened() {
        StreamStore store = store(1 << 20);
        append(store, 1);
        RowReader reader = read(store, false, null, 0);
        assertThat(numbers(reader)).isEmpty();
        append(store, 2, 3);
        append(store, 4);
        assertThat(numbers(reader)).containsExactly(2L, 3L, 4L);
        assertThat(reader.ended()).isFalse();
    }

    @Test
    void showsBoundedReadersWhatWasThereWhenTheyOpened() {
        StreamStore store = store(1 << 20);
        append(store, 1, 2);
        RowReader reader = read(store, true, null, 0);
        append(store, 3);
        assertThat(numbers(reader)).containsExactly(1L, 2L);
        assertThat(reader.ended()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "earliest, 5",
        "latest, 0",
        "0, 5",
        "3, 2",
        "9, 0",
        "-1h, 2",
        "-3h, 5",
        "2026-01-01 01:30:00, 2",
        "2026-01-01T02:00:00+00:00, 2",
        "2026-01-01, 5",
        "2026-01-02, 0"
    })
    void seeksToNumbersTimesAndEnds(String seekTo, int expected) {
        StreamStore store = store(1 << 20);
        append(store, 1, 2, 3);
        ticker.advance(Duration.ofHours(2));
        append(store, 4, 5);
        ticker.advance(Duration.ofMinutes(30));
        assertThat(numbers(read(store, false, seekTo, 0))).hasSize(expected);
    }

    @Test
    void refusesToSeekToNonsense() {
        StreamStore store = store(1 << 20);
        assertThatThrownBy(() -> read(store, false, "yesterday", 0))
                .isInstanceOf(SqlException.class)
                .hasMessageContaining("seek_to 'yesterday'");
        assertThatThrownBy(() -> read(store, false, "2026-13-01", 0)).isInstanceOf(SqlException.class);
    }

    @Test
    void dropsTheOldestBlocksBeyondItsBoundAndCountsThem() {
        StreamStore store = store(10_000);
        RowReader behind = read(store, false, null, 0);
        for (long i = 0; i < 1000; i++) {
            append(store, i);
        }
        List<Long> kept = numbers(read(store, true, null, 0));
        assertThat(kept).hasSizeBetween(20, 500).endsWith(999L);
        assertThat(store.droppedRows()).isEqualTo(1000 - kept.size());
        assertThat(numbers(behind)).isEqualTo(kept);
        assertThat(store.missedRows()).isEqualTo(store.droppedRows());
    }

    @Test
    void endsItsReadersWhenItIsClosed() {
        StreamStore store = store(1 << 20);
        RowReader reader = read(store, false, null, 0);
        store.close();
        assertThat(reader.ended()).isTrue();
        append(store, 1);
        assertThat(reader.next()).isNull();
    }
}
