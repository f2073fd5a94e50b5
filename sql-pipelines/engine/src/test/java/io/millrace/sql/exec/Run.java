package io.millrace.sql.exec;

import io.millrace.core.Poll;
import io.millrace.core.Source;
import io.millrace.core.testkit.ManualTicker;
import io.millrace.core.time.Ticker;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.exec.relation.StreamStore;
import io.millrace.sql.exec.stage.QueryContext;
import io.millrace.sql.exec.stage.QueryLimits;
import io.millrace.sql.plan.Command.ColumnDefinition;
import io.millrace.sql.plan.Plan;
import io.millrace.sql.type.DataType;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs plans on a manual clock and reads their rows as lists. */
final class Run {

    static final DataType MILLIS = DataType.datetime64(3, null);
    static final QueryLimits LIMITS = new QueryLimits(1_000_000, 1_000_000, 1L << 30);

    private Run() {}

    static StreamStore stream(Ticker ticker, List<ColumnDefinition> columns, @Nullable String eventTime) {
        return new StreamStore("s", columns, eventTime, 1L << 30, 1, ticker);
    }

    static ColumnDefinition define(String name, DataType type) {
        return new ColumnDefinition(name, type, null);
    }

    /** Appends a block to the first columns of a stream. */
    static void append(StreamStore stream, List<List<? extends @Nullable Object>> rows) {
        int width = rows.getFirst().size();
        List<Integer> columns = new ArrayList<>();
        io.millrace.sql.batch.Vector[] vectors = new io.millrace.sql.batch.Vector[width];
        for (int i = 0; i < width; i++) {
            columns.add(i);
            List<@Nullable Object> values = new ArrayList<>();
            for (List<? extends @Nullable Object> row : rows) {
                values.add(row.get(i));
            }
            vectors[i] = Vectors.of(stream.schema().column(i).type(), values);
        }
        stream.append(columns, vectors, rows.size());
    }

    static QuerySource open(Plan plan, ManualTicker ticker) {
        QuerySource source = new QuerySource(plan, new QueryContext(ticker, LIMITS, 42), () -> {});
        source.open();
        return source;
    }

    /** All rows that are ready now. */
    static List<List<@Nullable Object>> ready(Source<RowBatch> source) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try {
            while (source.poll(Duration.ZERO) instanceof Poll.Batch<RowBatch> batch) {
                batch.records().forEach(record -> add(record.value(), rows));
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return rows;
    }

    /** True when the next poll says that the query has ended. */
    static boolean ended(Source<RowBatch> source) {
        try {
            return source.poll(Duration.ZERO) instanceof Poll.End<RowBatch>;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static void add(RowBatch batch, List<List<@Nullable Object>> rows) {
        for (int row = 0; row < batch.size(); row++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int column = 0; column < batch.schema().size(); column++) {
                values.add(Vectors.value(batch.vector(column), row));
            }
            rows.add(values);
        }
    }

    /** Milliseconds of a time of the day 2020-02-02, UTC: {@code 20:00:01}. */
    static long at(String time) {
        return LocalDateTime.parse("2020-02-02T" + time)
                .toInstant(ZoneOffset.UTC)
                .toEpochMilli();
    }
}
