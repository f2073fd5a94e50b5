package io.millrace.ksql.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Aggregations without windows, tables of tables, moves to other keys, and rows that fail. */
final class AggregationsTest {

    private static final String SOURCE = """
            CREATE STREAM s (id INT KEY, place STRING, v INT) WITH (kafka_topic='s', value_format='json');
            CREATE TABLE t (id INT PRIMARY KEY, place STRING, v INT) WITH (kafka_topic='t', value_format='json');
            """;

    private static Driven query(String statement) {
        return new Driven(SOURCE + statement + ";");
    }

    @Test
    void countsByWhatIsNotTheKey() {
        try (Driven query = query("CREATE TABLE r AS SELECT place, COUNT(*) AS n, COUNT(v) AS known,"
                + " COUNT_DISTINCT(v) AS kinds, AVG(v) AS mean FROM s GROUP BY place")) {
            query.in("S", 1, 1, "a", 10)
                    .in("S", 2, 2, "a", 20)
                    .in("S", 3, 3, "b", null)
                    .in("S", 4, 4, null, 1);
            query.in("S", 5, 5, "a", 20).in("S", 6, 6, "a", null);
            assertThat(query.out())
                    .containsExactly(
                            "a=[1, 1, 1, 10.0]@1",
                            "a=[2, 2, 2, 15.0]@2",
                            "b=[1, 0, 0, null]@3",
                            "a=[3, 3, 2, 16.666666666666668]@5",
                            "a=[4, 3, 2, 16.666666666666668]@6");
            assertThat(query.description()).contains("Aggregate-GroupBy-repartition");
        }
    }

    @Test
    void keyStaysInPlaceWhenItIsTheGroup() {
        try (Driven query =
                query("CREATE TABLE r AS SELECT id, MAX(v) AS top, MIN(place) AS first FROM s GROUP BY id")) {
            query.in("S", 1, 1, "b", 10).in("S", 2, 1, "a", 5).in("S", 3, 1, null, null);
            assertThat(query.out()).containsExactly("1=[10, b]@1", "1=[10, a]@2", "1=[10, a]@3");
            assertThat(query.description()).doesNotContain("repartition");
        }
    }

    @Test
    void latestAndEarliestGoByOffset() {
        try (Driven query = query("CREATE TABLE r AS SELECT place,"
                + " LATEST_BY_OFFSET(v) AS a, LATEST_BY_OFFSET(v, false) AS b, LATEST_BY_OFFSET(v, 2) AS c,"
                + " LATEST_BY_OFFSET(v, 2, false) AS d, EARLIEST_BY_OFFSET(v) AS e, EARLIEST_BY_OFFSET(v, false) AS f,"
                + " EARLIEST_BY_OFFSET(v, 2) AS g, EARLIEST_BY_OFFSET(v, 2, false) AS h"
                + " FROM s GROUP BY place")) {
            query.in("S", 1_000, 1, "a", null).in("S", 2_000, 1, "a", 1).in("S", 3_000, 1, "a", 2);
            query.in("S", 4_000, 1, "a", null);
            query.in("S", 1_500, 1, "a", 3);
            assertThat(query.out())
                    .containsExactly(
                            "a=[null, null, [], [null], null, null, [], [null]]@1000",
                            "a=[1, 1, [1], [null, 1], 1, null, [1], [null, 1]]@2000",
                            "a=[2, 2, [1, 2], [1, 2], 1, null, [1, 2], [null, 1]]@3000",
                            "a=[2, null, [1, 2], [2, null], 1, null, [1, 2], [null, 1]]@4000",
                            "a=[3, 3, [2, 3], [null, 3], 1, null, [1, 2], [null, 1]]@4000");
        }
    }

    /** The last by time instead of by offset: the greatest text that begins with a time of one width. */
    @Test
    void greatestTextIsTheLatestByTime() {
        try (Driven query = new Driven("""
                CREATE STREAM p (id STRING KEY, at STRING, place STRING) WITH (kafka_topic='p', value_format='json');
                CREATE TABLE r AS SELECT id,
                  SPLIT(MAX(at + '#' + LPAD(CAST(ROWOFFSET AS STRING), 19, '0') + '#' + place), '#')[3] AS place
                  FROM p WHERE place IS NOT NULL GROUP BY id;
                """)) {
            query.in("P", 1, "x", "2024-02-13T16:33:00.472Z", "b");
            query.in("P", 2, "x", "2024-02-13T16:32:59.931Z", "late");
            query.in("P", 3, "x", "2024-02-13T16:33:01.000Z", null);
            query.in("P", 4, "x", "2024-02-13T16:33:00.472Z", "a");
            assertThat(query.out()).containsExactly("x=[b]@1", "x=[b]@2", "x=[a]@4");
        }
    }

    @Test
    void changesOfATableMoveBetweenGroups() {
        try (Driven query = query("CREATE TABLE r AS SELECT place, COUNT(*) AS n, SUM(v) AS v,"
                + " COLLECT_LIST(v) AS all FROM t WHERE v > 0 GROUP BY place")) {
            query.in("T", 1, 1, "a", 10).in("T", 2, 2, "a", 20);
            assertThat(query.out()).containsExactly("a=[1, 10, [10]]@1", "a=[2, 30, [10, 20]]@2");
            query.in("T", 3, 1, "b", 10);
            assertThat(query.out()).containsExactly("a=[1, 20, [20]]@3", "b=[1, 10, [10]]@3");
            query.in("T", 4, 1, "b", 0).remove("T", 5, 2);
            assertThat(query.out()).containsExactly("b=[0, 0, []]@4", "a=[0, 0, []]@5");
        }
    }

    @Test
    void tablesLoseRowsThatNoLongerPass() {
        try (Driven query = query("CREATE TABLE r AS SELECT id, UCASE(place) AS place FROM t WHERE v > 0")) {
            query.in("T", 1, 1, "a", 10)
                    .in("T", 2, 1, "b", 0)
                    .in("T", 3, 1, "c", 1)
                    .remove("T", 4, 1);
            assertThat(query.out()).containsExactly("1=[A]@1", "1=null@2", "1=[C]@3", "1=null@4");
        }
    }

    @Test
    void havingRemovesGroups() {
        try (Driven query =
                query("CREATE TABLE r AS SELECT place, SUM(v) AS v FROM s GROUP BY place HAVING SUM(v) < 3")) {
            query.in("S", 1, 1, "a", 1).in("S", 2, 1, "a", 1).in("S", 3, 1, "a", 1);
            assertThat(query.out()).containsExactly("a=[1]@1", "a=[2]@2", "a=null@3");
        }
    }

    @Test
    void streamsIgnoreRecordsWithoutValue() {
        try (Driven query = query("CREATE TABLE r AS SELECT id, COUNT(*) AS n FROM s GROUP BY id")) {
            query.in("S", 1, 1, "a", 1).remove("S", 2, 1).in("S", 3, 1, "a", 1);
            assertThat(query.out()).containsExactly("1=[1]@1", "1=[2]@3");
        }
    }

    @Test
    void partitionByGivesAnotherKey() {
        try (Driven query = query("CREATE STREAM r AS SELECT place + '!' AS loud, AS_VALUE(id) AS id, v FROM s"
                + " PARTITION BY place + '!'")) {
            query.in("S", 1, 1, "a", 10).in("S", 2, 2, null, 20);
            assertThat(query.out()).containsExactly("a!=[1, 10]@1", "null=[2, 20]@2");
        }
    }

    @Test
    void rowsAreMultipliedByTableFunctions() {
        try (Driven query = new Driven("""
                CREATE STREAM l (id INT KEY, a ARRAY<INT>, b ARRAY<STRING>) WITH (kafka_topic='l', value_format='json');
                CREATE STREAM r AS SELECT id, EXPLODE(a) AS a, EXPLODE(b) AS b FROM l;
                """)) {
            query.in("L", 1, 7, java.util.List.of(1, 2), java.util.List.of("x"));
            query.in("L", 2, 8, java.util.List.of(), null);
            assertThat(query.out()).containsExactly("7=[1, x]@1", "7=[2, null]@1");
        }
    }

    @Test
    void failuresAreToldAndTheOtherRowsGoOn() {
        try (Driven query = query("CREATE TABLE r AS SELECT id, SUM(100 / v) AS v, COUNT(*) AS n FROM s"
                + " WHERE LEN(place) < 9 GROUP BY id")) {
            query.in("S", 1, 1, "a", 10)
                    .in("S", 2, 1, "a", 0)
                    .raw("S", 3, "wrong", "{}")
                    .in("S", 4, 1, "a", 5);
            assertThat(query.out()).containsExactly("1=[10, 1]@1", "1=[10, 2]@2", "1=[30, 3]@4");
            assertThat(query.failures())
                    .satisfiesExactly(
                            first -> assertThat(first)
                                    .startsWith("PROCESSING Group: cannot evaluate")
                                    .contains("zero"),
                            second -> assertThat(second)
                                    .startsWith("DESERIALIZATION Source")
                                    .contains("must be 4 bytes"));
        }
    }

    @Test
    void timesOfRowsComeFromTheirColumn() {
        try (Driven query = new Driven("""
                CREATE STREAM e (id STRING KEY, at STRING, v INT) WITH (kafka_topic='e', value_format='json',
                  timestamp='at', timestamp_format='yyyy-MM-dd''T''HH:mm:ss.SSSX');
                CREATE TABLE r AS SELECT id, COUNT(*) AS n FROM e WINDOW TUMBLING (SIZE 1 SECOND) GROUP BY id;
                """)) {
            query.in("E", 9, "a", "1970-01-01T00:00:02.500Z", 1)
                    .in("E", 9, "a", "soon", 1)
                    .in("E", 9, "a", null, 1);
            assertThat(query.out()).containsExactly("a(2000..3000)=[1]@2500");
            assertThat(query.failures()).hasSize(2).allMatch(failure -> failure.startsWith("PROCESSING Timestamp"));
        }
    }
}
