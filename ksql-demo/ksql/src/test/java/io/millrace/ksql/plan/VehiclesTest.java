package io.millrace.ksql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.time.Ticker;
import io.millrace.ksql.ast.Query.Emit;
import io.millrace.ksql.ast.Statement.Kind;
import io.millrace.ksql.ast.WindowClause;
import io.millrace.ksql.expr.RowContext;
import io.millrace.ksql.type.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The statements of the live vehicles, from the message to the table. */
final class VehiclesTest {

    private static final String TOPIC =
            "/hfp/v2/journey/ongoing/vp/bus/0018/01003/5520/2/Matinkylä (M)/15:56/2323253/4/60;24/17/63/84";
    private static final String MESSAGE = "{\"VP\":{\"desi\":\"520\",\"dir\":\"2\",\"oper\":6,\"veh\":1003,"
            + "\"tsi\":1698068562,\"spd\":8.49,\"hdg\":156,\"lat\":60.254120,\"long\":24.734465,\"acc\":-1.29,\"dl\":-101,"
            + "\"odo\":20729,\"drst\":0,\"start\":\"15:56\",\"loc\":\"GPS\",\"stop\":null,\"occu\":0}}";

    private final Statements statements = new Statements();
    private final RowContext context = new RowContext(Ticker.SYSTEM, RandomGenerator.of("L64X128MixRandom"));

    private void streams() {
        statements.run(Statements.resource("/vehicles/streams.sql"));
    }

    @Test
    void streamsHaveTheirColumns() {
        streams();
        DataSource raw = statements.source("BUS_RAW_BYTES");
        assertThat(raw.schema().text()).isEqualTo("`KEY` STRING KEY, `PAYLOAD` BYTES");
        assertThat(raw.wrapSingleValue()).isFalse();
        DataSource converted = statements.source("BUS_CONVERTED");
        assertThat(converted.keyFormat().kind()).isEqualTo(Format.Kind.KAFKA);
        assertThat(converted.valueFormat().kind()).isEqualTo(Format.Kind.AVRO);
        assertThat(converted.wrapSingleValue())
                .as("the envelope is not inherited")
                .isTrue();
        assertThat(statements.source("BUS_EXTRACTED").schema().text())
                .startsWith("`VEH_ID` STRING KEY, `HEADSIGN` STRING, `ROUTE_NUM` STRING, `DIRECTION_ID` INTEGER")
                .contains("`TIME_INT` BIGINT", "`LAT` DOUBLE", "`LONG` DOUBLE", "`STOP` STRING")
                .endsWith("`OCCUPANCY` INTEGER");
        assertThat(statements.source("BUS_EXTRACTED").schema().columns()).hasSize(18);
    }

    @Test
    void messageBecomesItsColumns() {
        streams();
        QueryPlan convert = statements.query("""
                CREATE STREAM again AS SELECT key, from_bytes(payload, 'ascii') AS payload FROM bus_raw_bytes;""");
        @Nullable Object[] raw = {TOPIC, Bytes.of(MESSAGE.getBytes(StandardCharsets.UTF_8)), 7L, 0, 0L};
        @Nullable Object[] converted = row(values(convert, raw), 7L, 0, 0L);
        QueryPlan extract = ((StatementPlan.CreateQuery) new Statements()
                        .run(Statements.resource("/vehicles/streams.sql"))
                        .getLast())
                .query();
        assertThat(extract.partitionBy())
                .singleElement()
                .satisfies(key -> assertThat(key.evaluate(context, converted, (_, e) -> fail(e)))
                        .isEqualTo("1003"));
        assertThat(values(extract, converted))
                .containsExactly(
                        "1003",
                        "Matinkylä (M)",
                        "520",
                        2,
                        6,
                        1698068562L,
                        8.49,
                        156,
                        60.25412,
                        24.734465,
                        -1.29,
                        -101,
                        20729,
                        0,
                        "15:56",
                        "null",
                        "GPS",
                        0);
    }

    @Test
    void missingFieldsAreNullAndBadOnesAreToldAndNull() {
        streams();
        QueryPlan extract = ((StatementPlan.CreateQuery) new Statements()
                        .run(Statements.resource("/vehicles/streams.sql"))
                        .getLast())
                .query();
        List<String> errors = new ArrayList<>();
        @Nullable Object[] row = {TOPIC, "{\"VP\":{\"veh\":\"x\",\"oper\":null,\"lat\":\"north\"}}", 7L, 0, 0L};
        List<@Nullable Object> values = new ArrayList<>();
        for (QueryPlan.Output output : extract.columns()) {
            values.add(output.value()
                    .evaluate(context, row, (e, cause) -> errors.add(e.text() + " - " + cause.getMessage())));
        }
        assertThat(values.subList(0, 3)).containsExactly("x", "Matinkylä (M)", null);
        assertThat(errors)
                .containsExactly(
                        "CAST(EXTRACTJSONFIELD(PAYLOAD, '$.VP.oper') AS INTEGER) - 'null' is no INTEGER",
                        "CAST(EXTRACTJSONFIELD(PAYLOAD, '$.VP.lat') AS DOUBLE) - 'north' is no DOUBLE");
    }

    @Test
    void tableKeepsTheLatestLocation() {
        streams();
        statements.run(Statements.resource("/vehicles/current.sql"));
        DataSource current = statements.source("BUS_CURRENT");
        assertThat(current.kind()).isEqualTo(Kind.TABLE);
        assertThat(current.schema().text()).isEqualTo("`VEH_ID` STRING KEY, `LOCATION` STRING");
        assertThat(current.keyFormat().kind()).isEqualTo(Format.Kind.DELIMITED);
        assertThat(current.topic().name()).isEqualTo("bus_current");
        QueryPlan plan = statements.query(Statements.resource("/vehicles/current.sql")
                        .split(";", -1)[0]
                        .replace("CREATE TABLE bus_current", "CREATE OR REPLACE TABLE bus_current")
                + ";");
        Aggregation aggregation = Objects.requireNonNull(plan.aggregation());
        Aggregation.Call latest = aggregation.calls().getFirst();
        Object state = null;
        for (int i = 0; i < 2; i++) {
            @Nullable Object[] row = located(60.25412 + i, 24.73, 1698068562L + i);
            assertThat(Objects.requireNonNull(plan.where()).test(context, row, (_, e) -> fail(e)))
                    .isTrue();
            @Nullable Object[] arguments = {latest.arguments().getFirst().evaluate(context, row, (_, e) -> fail(e))};
            state = latest.aggregate().add(state, arguments, i);
        }
        assertThat(latest.aggregate().result(state)).isEqualTo("61.25412|24.73|1698068563");
        assertThat(Objects.requireNonNull(plan.where()).test(context, located(null, 24.73, 1L), (_, e) -> fail(e)))
                .isFalse();
    }

    @Test
    void windowedTableRepeatsTheVehicleInTheValue() {
        streams();
        statements.run(Statements.resource("/vehicles/current.sql"));
        DataSource table = statements.source("BUS_CURRENT_SR_10S");
        assertThat(table.schema().text()).isEqualTo("`VEH_ID_KEY` STRING KEY, `VEH_ID` STRING, `LOCATION` STRING");
        assertThat(table.windowing())
                .isEqualTo(new DataSource.Windowing(DataSource.Windowing.Type.TUMBLING, Duration.ofSeconds(10)));
    }

    @Test
    void speedPerSegmentJoinsAndSessions() {
        streams();
        List<StatementPlan> plans = statements.run(Statements.resource("/vehicles/explore.sql"));
        QueryPlan speed = ((StatementPlan.CreateQuery) plans.get(1)).query();
        assertThat(speed.emit()).isEqualTo(Emit.FINAL);
        assertThat(speed.schema().text())
                .isEqualTo(
                        "`SEGMENT_ID` STRING KEY, `VEH_ID` STRING KEY, `SEGMENT_START_TIME` BIGINT, `SEGMENT_END_TIME` BIGINT,"
                                + " `SEGMENT_TIME_SPEND` BIGINT, `AVG_SPEED` DOUBLE, `DATA_COUNT` BIGINT");
        assertThat(speed.origin()).isInstanceOfSatisfying(Origin.Join.class, join -> {
            assertThat(join.type()).isEqualTo(Origin.Join.Type.STREAM_TABLE);
            assertThat(join.repartitionLeft()).isFalse();
        });
        assertThat(Objects.requireNonNull(speed.aggregation()).window())
                .isInstanceOfSatisfying(WindowClause.Session.class, window -> {
                    assertThat(window.gap()).isEqualTo(Duration.ofMinutes(5));
                    assertThat(window.grace()).isEqualTo(Duration.ofMinutes(1));
                });
        // the same aggregate in two columns is computed once
        assertThat(Objects.requireNonNull(speed.aggregation()).calls()).hasSize(4);
        QueryPlan routes = ((StatementPlan.Push) plans.get(3)).query();
        assertThat(routes.schema().names())
                .containsExactlyInAnyOrder(
                        "WINDOWSTART", "WINDOWEND", "ROUTE_NUM", "KSQL_COL_0", "KSQL_COL_1", "KSQL_COL_2");
        assertThat(plans.get(2)).isInstanceOf(StatementPlan.Push.class);
    }

    /** The form of older files: the vehicle as number, and the row's time from a column of seconds. */
    @Test
    void olderFormDeclaresItsTimestamp() {
        streams();
        statements.run("""
                create stream old with (kafka_topic='old', timestamp='time_int') as
                select cast(extractjsonfield(payload, '$.VP.veh') as int) as veh_id,
                  cast(extractjsonfield(payload, '$.VP.tsi') as bigint) as time_int
                from bus_converted
                partition by cast(extractjsonfield(payload, '$.VP.veh') as int) emit changes;""");
        assertThat(statements.source("OLD").timestamp()).isEqualTo(new DataSource.Timestamp("TIME_INT", null));
        assertThat(statements.source("OLD").schema().text()).isEqualTo("`VEH_ID` INTEGER KEY, `TIME_INT` BIGINT");
    }

    private static void fail(RuntimeException cause) {
        throw new AssertionError(cause);
    }

    private List<@Nullable Object> values(QueryPlan plan, @Nullable Object[] row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (QueryPlan.Output output : plan.columns()) {
            values.add(output.value().evaluate(context, row, (_, e) -> fail(e)));
        }
        return values;
    }

    private static @Nullable Object[] row(List<@Nullable Object> values, @Nullable Object... rest) {
        List<@Nullable Object> all = new ArrayList<>(values);
        all.addAll(List.of(rest));
        return all.toArray();
    }

    /** A row of BUS_EXTRACTED with these three columns. */
    private @Nullable Object[] located(@Nullable Double lat, Double lon, Long time) {
        Schema schema = statements.source("BUS_EXTRACTED").schema();
        @Nullable Object[] row = new Object[schema.columns().size() + 3];
        row[schema.indexOf("LAT")] = lat;
        row[schema.indexOf("LONG")] = lon;
        row[schema.indexOf("TIME_INT")] = time;
        return row;
    }
}
