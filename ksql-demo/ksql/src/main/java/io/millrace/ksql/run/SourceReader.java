package io.millrace.ksql.run;

import io.millrace.ksql.format.Key;
import io.millrace.ksql.format.Row;
import io.millrace.ksql.plan.Column;
import io.millrace.ksql.plan.DataSource;
import io.millrace.ksql.type.Bytes;
import io.millrace.ksql.type.Struct;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Rows of a stream or table in the layout of {@link io.millrace.ksql.plan.Origin.Source}. Thread-safe. */
public final class SourceReader implements RowReader {

    private static final int PSEUDO = 3;
    private static final int BOUNDS = 2;

    private final int keys;
    private final int values;
    private final List<Column> headers;
    private final boolean windowed;

    public SourceReader(DataSource source) {
        this.keys = source.schema().keys().size();
        this.values = source.schema().values().size();
        this.headers = source.schema().headers();
        this.windowed = source.windowing() != null;
    }

    @Override
    public @Nullable Object[] read(@Nullable Key key, Row value, Facts facts) {
        int columns = keys + values + headers.size();
        @Nullable Object[] row = new @Nullable Object[columns + PSEUDO + (windowed ? BOUNDS : 0)];
        if (key != null) {
            System.arraycopy(key.row().values(), 0, row, 0, keys);
        }
        System.arraycopy(value.values(), 0, row, keys, values);
        for (int i = 0; i < headers.size(); i++) {
            row[keys + values + i] = header(headers.get(i), facts.headers());
        }
        row[columns] = facts.timestamp();
        row[columns + 1] = facts.partition() < 0 ? null : facts.partition();
        row[columns + 2] = facts.offset() < 0 ? null : facts.offset();
        Key.Span window = key == null ? null : key.window();
        if (windowed && window != null) {
            row[columns + PSEUDO] = window.start();
            row[columns + PSEUDO + 1] = window.end();
        }
        return row;
    }

    private static @Nullable Object header(Column column, Headers headers) {
        String name = column.header();
        if (name != null) {
            Header last = headers.lastHeader(name);
            return last == null || last.value() == null ? null : Bytes.of(last.value());
        }
        List<Struct> all = new ArrayList<>();
        for (Header header : headers) {
            all.add(Struct.of(header.key(), header.value() == null ? null : Bytes.of(header.value())));
        }
        return all;
    }
}
