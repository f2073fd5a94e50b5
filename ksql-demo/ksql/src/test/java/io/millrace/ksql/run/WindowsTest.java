package io.millrace.ksql.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Aggregations in windows, as records in and records out. */
final class WindowsTest {

    private static final String SOURCE =
            "CREATE STREAM s (id STRING KEY, v INT) WITH (kafka_topic='s', value_format='json');";

    private static Driven query(String select) {
        return new Driven(SOURCE + "CREATE TABLE r AS SELECT " + select + ";");
    }

    @Test
    void tumblingWindowsTakeLateRowsWithinTheirGrace() {
        try (Driven query = query("id, COUNT(*) AS n, SUM(v) AS v FROM s"
                + " WINDOW TUMBLING (SIZE 10 SECONDS, GRACE PERIOD 5 SECONDS) GROUP BY id")) {
            query.in("S", 1_000, "a", 1).in("S", 12_000, "a", 2).in("S", 9_999, "a", 3);
            assertThat(query.out())
                    .containsExactly(
                            "a(0..10000)=[1, 1]@1000", "a(10000..20000)=[1, 2]@12000", "a(0..10000)=[2, 4]@9999");
            query.in("S", 15_000, "b", 0).in("S", 9_000, "a", 5).in("S", 10_000, "a", 6);
            assertThat(query.out())
                    .as("the first window is closed for good")
                    .containsExactly("b(10000..20000)=[1, 0]@15000", "a(10000..20000)=[2, 8]@12000");
        }
    }

    @Test
    void hoppingWindowsOverlap() {
        try (Driven query = query("id, COUNT(*) AS n, WINDOWSTART AS since, WINDOWEND AS until FROM s"
                + " WINDOW HOPPING (SIZE 10 SECONDS, ADVANCE BY 5 SECONDS) GROUP BY id")) {
            query.in("S", 12_000, "a", 1).in("S", 4_000, "a", 1);
            assertThat(query.out())
                    .containsExactly(
                            "a(5000..15000)=[1, 5000, 15000]@12000",
                            "a(10000..20000)=[1, 10000, 20000]@12000",
                            "a(0..10000)=[1, 0, 10000]@4000");
        }
    }

    @Test
    void sessionsGrowAndMerge() {
        try (Driven query = query("id, COUNT(*) AS n, LATEST_BY_OFFSET(v) AS last, EARLIEST_BY_OFFSET(v) AS first"
                + " FROM s WINDOW SESSION (5 SECONDS) GROUP BY id")) {
            query.in("S", 1_000, "a", 1).in("S", 3_000, "a", 2);
            assertThat(query.out())
                    .containsExactly(
                            "a(1000..1000)=[1, 1, 1]@1000", "a(1000..1000)=null@1000", "a(1000..3000)=[2, 2, 1]@3000");
            query.in("S", 12_000, "a", 3).in("S", 7_500, "a", 4);
            assertThat(query.out())
                    .as("the row between two sessions makes them one; what is last is so by offset")
                    .containsExactly(
                            "a(12000..12000)=[1, 3, 3]@12000",
                            "a(1000..3000)=null@3000",
                            "a(12000..12000)=null@12000",
                            "a(1000..12000)=[4, 4, 1]@12000");
        }
    }

    /** As in the reference: the value repeats the key, and a window gives one row, when nothing can change it. */
    @Test
    void finalResultsComeOnce() {
        try (Driven query = query("id AS id_key, AS_VALUE(id) AS id, LATEST_BY_OFFSET(v) AS v FROM s"
                + " WINDOW TUMBLING (SIZE 10 SECONDS, GRACE PERIOD 2 SECONDS) GROUP BY id EMIT FINAL")) {
            query.in("S", 1_000, "a", 1)
                    .in("S", 2_000, "a", 2)
                    .in("S", 3_000, "b", 7)
                    .in("S", 11_000, "a", 3);
            assertThat(query.out()).isEmpty();
            query.in("S", 9_000, "a", 4);
            assertThat(query.out()).isEmpty();
            query.in("S", 12_000, "c", 0);
            assertThat(query.out()).containsExactly("a(0..10000)=[a, 4]@9000", "b(0..10000)=[b, 7]@3000");
            query.in("S", 9_500, "a", 5).in("S", 40_000, "c", 0);
            assertThat(query.out()).containsExactly("a(10000..20000)=[a, 3]@11000", "c(10000..20000)=[c, 0]@12000");
        }
    }

    @Test
    void finalResultsOfSessionsComeOnce() {
        try (Driven query = query("id, COUNT(*) AS n, AVG(v) AS mean FROM s"
                + " WINDOW SESSION (5 SECONDS, GRACE PERIOD 1 SECOND) GROUP BY id EMIT FINAL")) {
            query.in("S", 1_000, "a", 1).in("S", 4_000, "a", 2).in("S", 9_000, "b", 3);
            assertThat(query.out()).isEmpty();
            query.in("S", 30_000, "b", 4);
            assertThat(query.out()).containsExactly("a(1000..4000)=[2, 1.5]@4000", "b(9000..9000)=[1, 3.0]@9000");
        }
    }

    @Test
    void havingKeepsWindowsAway() {
        try (Driven query = query(
                "id, COUNT(*) AS n FROM s WINDOW TUMBLING (SIZE 10 SECONDS) GROUP BY id" + " HAVING COUNT(*) > 1")) {
            query.in("S", 1_000, "a", 1).in("S", 2_000, "a", 1);
            assertThat(query.out()).contains("a(0..10000)=[2]@2000").noneMatch(row -> row.contains("=[1]"));
        }
    }

    @Test
    void groupsByExpressionsInWindows() {
        try (Driven query = query("v % 2 AS odd, COUNT(*) AS n, COLLECT_LIST(id) AS ids FROM s"
                + " WINDOW TUMBLING (SIZE 10 SECONDS) GROUP BY v % 2")) {
            query.in("S", 1_000, "a", 1)
                    .in("S", 2_000, "b", 3)
                    .in("S", 3_000, "c", 2)
                    .in("S", 4_000, "d", null);
            assertThat(query.out())
                    .containsExactly(
                            "1(0..10000)=[1, [a]]@1000", "1(0..10000)=[2, [a, b]]@2000", "0(0..10000)=[1, [c]]@3000");
        }
    }

    /** The reference's average speed between stops: a stream joined with a table, in sessions, final results only. */
    @Test
    void averageSpeedBetweenStops() {
        try (Driven query = new Driven("""
                CREATE STREAM bus_extracted (veh_id STRING KEY, time_int BIGINT, speed DOUBLE)
                  WITH (kafka_topic='bus_extracted', value_format='avro');
                CREATE TABLE bus_last_stop (veh_id STRING PRIMARY KEY, stop_id STRING)
                  WITH (kafka_topic='bus_last_stop', value_format='delimited');
                CREATE TABLE bus_segment_avg_speed
                  WITH (kafka_topic='bus_segment_avg_speed', key_format='AVRO', value_format='AVRO') AS
                  SELECT halt.stop_id AS segment_id, pos.veh_id AS veh_id,
                    earliest_by_offset(time_int) AS segment_start_time, latest_by_offset(time_int) AS segment_end_time,
                    latest_by_offset(time_int) - earliest_by_offset(time_int) AS segment_time_spend,
                    avg(pos.speed) AS avg_speed, count(*) AS data_count
                  FROM bus_extracted pos LEFT JOIN bus_last_stop halt ON pos.veh_id = halt.veh_id
                  WINDOW SESSION (5 MINUTES, GRACE PERIOD 1 MINUTES)
                  WHERE pos.speed IS NOT NULL AND pos.speed <> 0.0 AND halt.stop_id IS NOT NULL
                  GROUP BY halt.stop_id, pos.veh_id EMIT FINAL;
                """)) {
            query.in("BUS_EXTRACTED", 1_000, "1", 1L, 9.0).in("BUS_LAST_STOP", 2_000, "1", "north");
            query.in("BUS_EXTRACTED", 3_000, "1", 3L, 4.0).in("BUS_EXTRACTED", 4_000, "1", 4L, 0.0);
            query.in("BUS_EXTRACTED", 5_000, "1", 5L, 6.0).in("BUS_EXTRACTED", 6_000, "1", 6L, null);
            query.in("BUS_LAST_STOP", 7_000, "1", "south").in("BUS_EXTRACTED", 8_000, "1", 8L, 2.0);
            assertThat(query.out()).isEmpty();
            query.in("BUS_EXTRACTED", 900_000, "1", 900L, 1.0);
            assertThat(query.out())
                    .containsExactlyInAnyOrder(
                            "north, 1(3000..5000)=[3, 5, 2, 5.0, 2]@5000",
                            "south, 1(8000..8000)=[8, 8, 0, 2.0, 1]@8000");
        }
    }
}
