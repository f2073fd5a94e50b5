package io.millrace.ingest.builtin;

import io.millrace.connector.clickhouse.ClickHouseColumn;
import io.millrace.connector.clickhouse.ClickHouseSink;
import io.millrace.connector.clickhouse.ClickHouseSinkSettings;
import io.millrace.connector.clickhouse.ClickHouseTable;
import io.millrace.core.IdempotentSink;
import io.millrace.core.json.JsonRow;
import io.millrace.ingest.type.Accepts;
import io.millrace.ingest.type.SinkContext;
import io.millrace.ingest.type.SinkType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sink {@code clickhouse_connect}: rows in a table of ClickHouse, over HTTP. */
public final class ClickHouseSinkType implements SinkType<ClickHouseSinkType.Keys> {

    /**
     * Its keys; the first eight are the reference system's.
     *
     * @param host name or address of the server
     * @param port of its HTTP interface
     * @param database made when it is missing, unless {@code create} is false
     * @param table its name
     * @param user who writes
     * @param password empty by default
     * @param settings settings of ClickHouse for each insert
     * @param secure HTTPS; false by default
     * @param compress LZ4 on the way; false by default
     * @param timeout longest wait for a connection, and for an answer; 30 s by default
     * @param create whether the table is made when it is missing; true by default, unless columns are unknown
     * @param exact whether prices and sizes of ticker messages are decimals instead of floating point; false by default
     * @param columns of the table; by default those of ticker messages
     * @param orderBy its sorting key, when it is made with these columns
     */
    public record Keys(
            String host,
            @Accepts(min = 1, max = 65_535) int port,
            String database,
            String table,
            String user,
            @Nullable String password,
            @Nullable Map<String, Object> settings,
            @Nullable Boolean secure,
            @Nullable Boolean compress,
            @Nullable Duration timeout,
            @Nullable Boolean create,
            @Nullable Boolean exact,
            @Nullable List<Column> columns,
            @Nullable List<String> orderBy) {

        /** Without the password. */
        @Override
        public String toString() {
            return "Keys[" + host + ":" + port + ", " + database + "." + table + "]";
        }
    }

    @Override
    public String name() {
        return "clickhouse_connect";
    }

    @Override
    public Class<Keys> settings() {
        return Keys.class;
    }

    @Override
    public IdempotentSink<JsonRow> create(Keys keys, SinkContext context) {
        Map<String, Object> settings = Objects.requireNonNullElse(keys.settings(), Map.of());
        return new ClickHouseSink(new ClickHouseSinkSettings(
                keys.host(),
                keys.port(),
                keys.database(),
                keys.table(),
                keys.user(),
                Objects.requireNonNullElse(keys.password(), ""),
                settings.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> text(entry.getValue()))),
                Boolean.TRUE.equals(keys.secure()),
                Boolean.TRUE.equals(keys.compress()),
                Objects.requireNonNullElse(keys.timeout(), Duration.ofSeconds(30)),
                !Boolean.FALSE.equals(keys.create()),
                table(keys)));
    }

    /** As ClickHouse writes flags. */
    private static String text(Object value) {
        return value instanceof Boolean flag ? (flag ? "1" : "0") : String.valueOf(value);
    }

    private static ClickHouseTable table(Keys keys) {
        List<Column> columns = keys.columns();
        if (columns == null) {
            return ClickHouseTable.ticker(Boolean.TRUE.equals(keys.exact()));
        }
        return new ClickHouseTable(
                columns.stream()
                        .map(column -> ClickHouseColumn.of(column.name(), column.type()))
                        .toList(),
                Objects.requireNonNullElse(keys.orderBy(), List.of()));
    }

    @Override
    public Set<String> rowTypes(Keys keys) {
        return keys.columns() == null ? Set.of("ticker") : Set.of();
    }
}
