package io.millrace.ksql.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.Poll;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.ksql.query.Change;
import io.millrace.ksql.query.PullOptions;
import io.millrace.ksql.query.PushSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each kind of statement does, over a real Kafka. */
final class StatementsIT {

    private final String name = Cluster.application();

    @TempDir
    private Path folder;

    private KsqlEngine engine;

    @BeforeEach
    void start() throws InterruptedException {
        engine = Cluster.engine(name, folder);
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    /** All topics begin with the name of the test. */
    private List<StatementResult> run(String text) throws InterruptedException {
        return engine.execute(text.replace("kafka_topic='", "kafka_topic='" + name), Cluster.earliest());
    }

    private <T> T last(Class<T> type, String text) throws InterruptedException {
        return type.cast(run(text).getLast());
    }

    private List<List<@Nullable Object>> rows(String text) {
        try {
            return Cluster.pull(engine, text);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private PushSource push(String text) throws InterruptedException {
        return ((SelectResult.Push) engine.select(text, Cluster.earliest(), PullOptions.DEFAULT, Cluster.QUEUE))
                .source();
    }

    private static List<String> take(PushSource source, int count) throws InterruptedException {
        List<String> taken = new ArrayList<>();
        for (int idle = 0; idle < 400 && taken.size() < count; idle++) {
            if (source.poll(Duration.ofMillis(200)) instanceof Poll.Batch<Change> batch) {
                idle = 0;
                batch.records().forEach(record -> taken.add(record.value().toString()));
            }
        }
        return taken;
    }

    private static final String COLUMNS = "id INT KEY, i INT, l BIGINT, d DOUBLE, t BOOLEAN, s STRING, b BYTES,"
            + " n DECIMAL(6, 2), at TIMESTAMP, day DATE, clock TIME";

    @Test
    void rowsGoThroughEveryFormat() throws Exception {
        run("CREATE STREAM a (" + COLUMNS + ") WITH (kafka_topic='a', partitions=1, value_format='json');" + """
                CREATE STREAM b WITH (kafka_topic='b', key_format='avro', value_format='avro') AS SELECT * FROM a;
                CREATE STREAM c WITH (kafka_topic='c', key_format='delimited', value_format='delimited')
                  AS SELECT * FROM b;
                CREATE STREAM d WITH (kafka_topic='d', key_format='json', value_format='json') AS SELECT * FROM c;
                CREATE STREAM e WITH (kafka_topic='e', key_format='kafka', value_format='kafka') AS SELECT id, s FROM d;
                INSERT INTO a VALUES (7, -1, 1099511627776, 60.25412, true, 'a, "b" ä', TO_BYTES('AQL/', 'base64'),
                  12.50, '2023-10-23T13:42:42.728', '2023-10-23', '15:56:01');
                INSERT INTO a (id) VALUES (8);
                """);
        Cluster.await("both rows at the end", () -> rows("SELECT * FROM d;").size() == 2);
        List<List<@Nullable Object>> first = rows("SELECT * FROM a;");
        assertThat(first.get(0)).hasSize(11).doesNotContainNull();
        for (String stream : List.of("b", "c", "d")) {
            assertThat(rows("SELECT * FROM " + stream + ";")).as(stream).isEqualTo(first);
        }
        // in this format NULL is no value, and a record without value is no row of a stream
        Cluster.await(
                "the row of one column", () -> rows("SELECT * FROM e;").equals(List.of(List.of(7, "a, \"b\" ä"))));
        ConsumerRecord<byte[], byte[]> delimited = Cluster.contents(name + "c").getFirst();
        assertThat(new String(delimited.key(), StandardCharsets.UTF_8)).isEqualTo("7");
        assertThat(new String(delimited.value(), StandardCharsets.UTF_8))
                .isEqualTo("-1,1099511627776,60.25412,true,\"a, \"\"b\"\" ä\",AQL/,12.50,1698068562728,19653,57361000");
        assertThat(engine.failures()).isZero();
    }

    @Test
    void insertsRunUntilTheyAreTerminated() throws Exception {
        run("""
                CREATE STREAM a (id INT KEY, v STRING) WITH (kafka_topic='a', partitions=1, value_format='json');
                CREATE STREAM b (id INT KEY, v STRING) WITH (kafka_topic='b', partitions=1, value_format='json');
                CREATE STREAM both (id INT KEY, v STRING) WITH (kafka_topic='both', partitions=1, value_format='json');
                INSERT INTO both SELECT * FROM a;
                INSERT INTO both WITH (query_id='from_b') SELECT id, UCASE(v) AS v FROM b WHERE id > 1;
                INSERT INTO a VALUES (1, 'x');
                INSERT INTO b VALUES (1, 'y');
                INSERT INTO b VALUES (2, 'z');
                """);
        Cluster.await("rows of both", () -> rows("SELECT * FROM both;").size() == 2);
        assertThat(rows("SELECT * FROM both;")).contains(List.of(1, "x"), List.of(2, "Z"));
        assertThatThrownBy(() -> run("DROP STREAM both;"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("FROM_B");
        run("TERMINATE from_b; INSERT INTO b VALUES (3, 'late'); INSERT INTO a VALUES (4, 'still');");
        Cluster.await("the row of the other", () -> rows("SELECT * FROM both;").size() == 3);
        assertThat(rows("SELECT id FROM both;")).contains(List.of(4)).doesNotContain(List.of(3));
        run("TERMINATE ALL; DROP STREAM both DELETE TOPIC;");
        assertThat(engine.queries()).isEmpty();
        Cluster.await("the topic is gone", () -> !topics().contains(name + "both"));
        assertThatThrownBy(() -> rows("SELECT * FROM both;")).hasMessageContaining("there is no stream or table BOTH");
    }

    private List<String> topics() {
        try {
            return last(StatementResult.TopicList.class, "SHOW ALL TOPICS;").topics().stream()
                    .map(StatementResult.TopicInfo::name)
                    .toList();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void showDescribeAndExplainTellWhatThereIs() throws Exception {
        run("""
                CREATE TYPE place AS STRUCT<lat DOUBLE, long DOUBLE>;
                CREATE STREAM a (id INT KEY, v place) WITH (kafka_topic='a', partitions=2, value_format='json');
                CREATE TABLE n WITH (kafka_topic='n') AS SELECT id, COUNT(*) AS n FROM a GROUP BY id;
                """);
        StatementResult.Sources streams = last(StatementResult.Sources.class, "SHOW STREAMS;");
        assertThat(streams.sources()).extracting(each -> each.source().name()).containsExactly("A");
        StatementResult.Sources tables = last(StatementResult.Sources.class, "LIST TABLES EXTENDED;");
        assertThat(tables.sources()).extracting(each -> each.source().name()).containsExactly("N");
        assertThat(tables.extended()).isTrue();
        StatementResult.Queries queries = last(StatementResult.Queries.class, "SHOW QUERIES;");
        String id = queries.queries().getFirst().id();
        assertThat(id).matches("CTAS_N_\\d+");
        assertThat(last(StatementResult.TopicList.class, "SHOW TOPICS;").topics())
                .contains(
                        new StatementResult.TopicInfo(name + "a", 2, 1),
                        new StatementResult.TopicInfo(name + "n", 2, 1));
        assertThat(last(StatementResult.Types.class, "SHOW TYPES;").types())
                .hasEntrySatisfying(
                        "PLACE", type -> assertThat(type.text()).isEqualTo("STRUCT<`LAT` DOUBLE, `LONG` DOUBLE>"));
        assertThat(last(StatementResult.Properties.class, "SHOW PROPERTIES;").properties())
                .containsEntry("ksql.service.id", name)
                .containsEntry("auto.offset.reset", "earliest");
        assertThat(last(StatementResult.FunctionNames.class, "SHOW FUNCTIONS;").names())
                .contains("COUNT", "SPLIT");
        StatementResult.Described described = last(StatementResult.Described.class, "DESCRIBE a EXTENDED;");
        assertThat(described.description().source().schema().text())
                .isEqualTo("`ID` INTEGER KEY, `V` STRUCT<`LAT` DOUBLE, `LONG` DOUBLE>");
        assertThat(described.description().readers()).extracting(QueryInfo::id).containsExactly(id);
        assertThat(last(StatementResult.FunctionForms.class, "DESCRIBE FUNCTION max;")
                        .forms())
                .isNotEmpty();
        StatementResult.Explained explained = last(StatementResult.Explained.class, "EXPLAIN " + id + ";");
        assertThat(explained.query()).isNotNull();
        assertThat(explained.topology()).contains("Aggregate-Materialize", name + "n");
        StatementResult.Explained wished =
                last(StatementResult.Explained.class, "EXPLAIN SELECT id, v->lat FROM a WHERE id > 3 EMIT CHANGES;");
        assertThat(wished.query()).isNull();
        assertThat(wished.topology()).contains(name + "a");
        assertThat(engine.queries()).hasSize(1);
    }

    @Test
    void tombstonesRemoveRowsFromTablesAndFollowersSeeIt() throws Exception {
        run("""
                CREATE TABLE a (id STRING PRIMARY KEY, v INT) WITH (kafka_topic='a', partitions=1, value_format='json');
                CREATE TABLE kept WITH (kafka_topic='kept') AS SELECT id, v * 2 AS v FROM a WHERE v > 0;
                """);
        try (PushSource source = push("SELECT * FROM kept EMIT CHANGES;")) {
            Cluster.put(name + "a", "x", "{\"v\":1}");
            Cluster.put(name + "a", "y", "{\"v\":2}");
            Cluster.await("both", () -> rows("SELECT * FROM kept;").size() == 2);
            Cluster.put(name + "a", "x", null);
            Cluster.put(name + "a", "y", "{\"v\":-1}");
            Cluster.await("none", () -> rows("SELECT * FROM kept;").isEmpty());
            assertThat(take(source, 4)).containsExactly("[x, 2]", "[y, 4]", "[x, null] removed", "[y, null] removed");
        }
        List<ConsumerRecord<byte[], byte[]>> written = Cluster.contents(name + "kept");
        assertThat(written)
                .extracting(ConsumerRecord::value)
                .filteredOn(value -> value == null)
                .hasSize(2);
    }

    @Test
    void pushQueriesOverGroupsLeaveNothingBehind() throws Exception {
        run("CREATE STREAM a (id INT KEY, place STRING) WITH (kafka_topic='a', partitions=2, value_format='json');"
                + " INSERT INTO a VALUES (1, 'hall'); INSERT INTO a VALUES (2, 'yard');");
        try (PushSource source = push("SELECT place, COUNT(*) AS n FROM a GROUP BY place EMIT CHANGES;")) {
            assertThat(take(source, 2)).containsExactlyInAnyOrder("[hall, 1]", "[yard, 1]");
            run("INSERT INTO a VALUES (3, 'hall');");
            assertThat(take(source, 1)).containsExactly("[hall, 2]");
            assertThat(topics()).anyMatch(topic -> topic.contains("transient"));
        }
        Cluster.await("no internal topics", () -> topics().stream().noneMatch(topic -> topic.contains("transient")));
    }

    @Test
    void windowsAreLookedUpByTheirTime() throws Exception {
        run("""
                CREATE STREAM a (id STRING KEY, v INT) WITH (kafka_topic='a', partitions=2, value_format='json');
                CREATE TABLE w WITH (kafka_topic='w') AS SELECT id, SUM(v) AS v FROM a
                  WINDOW TUMBLING (SIZE 10 SECONDS) GROUP BY id;
                CREATE TABLE p WITH (kafka_topic='p') AS SELECT id, COUNT(*) AS n FROM a
                  WINDOW SESSION (5 SECONDS) GROUP BY id;
                INSERT INTO a (rowtime, id, v) VALUES (1001000, 'x', 1);
                INSERT INTO a (rowtime, id, v) VALUES (1003000, 'x', 2);
                INSERT INTO a (rowtime, id, v) VALUES (1012000, 'x', 4);
                INSERT INTO a (rowtime, id, v) VALUES (1012000, 'y', 8);
                """);
        Cluster.await("all windows", () -> rows("SELECT * FROM w;").size() == 3);
        assertThat(rows("SELECT windowstart, windowend, v FROM w WHERE id = 'x';"))
                .containsExactly(List.of(1_000_000L, 1_010_000L, 3), List.of(1_010_000L, 1_020_000L, 4));
        assertThat(rows("SELECT v FROM w WHERE id = 'x' AND windowstart >= 1005000;"))
                .containsExactly(List.of(4));
        assertThat(rows("SELECT v FROM w WHERE id = 'x' AND windowstart = 1000000;"))
                .containsExactly(List.of(3));
        Cluster.await("all sessions", () -> rows("SELECT * FROM p;").size() == 3);
        assertThat(rows("SELECT windowstart, windowend, n FROM p WHERE id = 'x' AND windowend < 1010000;"))
                .containsExactly(List.of(1_001_000L, 1_003_000L, 2L));
    }

    @Test
    void replacedQueriesAndAddedColumns() throws Exception {
        run("""
                CREATE STREAM a (id INT KEY, v INT) WITH (kafka_topic='a', partitions=1, value_format='json');
                CREATE STREAM b WITH (kafka_topic='b') AS SELECT * FROM a WHERE v > 10;
                CREATE OR REPLACE STREAM b WITH (kafka_topic='b') AS SELECT * FROM a WHERE v > 20;
                CREATE STREAM IF NOT EXISTS b WITH (kafka_topic='b') AS SELECT * FROM a;
                ALTER STREAM a ADD COLUMN w STRING;
                INSERT INTO a VALUES (1, 15, 'p');
                INSERT INTO a VALUES (2, 25, 'q');
                """);
        assertThat(engine.queries()).hasSize(1);
        Cluster.await("one row", () -> rows("SELECT * FROM b;").equals(List.of(List.of(2, 25))));
        assertThat(rows("SELECT * FROM a LIMIT 1;")).containsExactly(List.of(1, 15, "p"));
    }

    @Test
    void sourceTablesAreKeptAsTheirTopicHasThem() throws Exception {
        run("CREATE STREAM feed (id STRING KEY, v INT) WITH (kafka_topic='a', partitions=1, value_format='json');"
                + " CREATE SOURCE TABLE a (id STRING PRIMARY KEY, v INT) WITH (kafka_topic='a', value_format='json');"
                + " INSERT INTO feed VALUES ('x', 1); INSERT INTO feed VALUES ('x', 2);");
        Cluster.await("the row", () -> rows("SELECT * FROM a WHERE id = 'x';").equals(List.of(List.of("x", 2))));
        assertThatThrownBy(() -> run("INSERT INTO a VALUES ('x', 3);")).isInstanceOf(InvalidRequestException.class);
        run("DROP TABLE a;");
        assertThat(engine.queries()).isEmpty();
    }

    @Test
    void settingsAndVariablesHoldForTheirSession() throws Exception {
        Session session = new Session(Map.of(), Map.of());
        engine.execute("SET 'auto.offset.reset' = 'earliest'; DEFINE topic = '" + name + "v';", session);
        engine.execute(
                "CREATE STREAM v (id INT KEY, x INT) WITH (kafka_topic='${topic}', partitions=1, value_format='json');"
                        + " INSERT INTO v VALUES (1, 1);",
                session);
        SelectResult.Push push = (SelectResult.Push)
                engine.select("SELECT * FROM v EMIT CHANGES LIMIT 1;", session, PullOptions.DEFAULT, Cluster.QUEUE);
        try (PushSource source = push.source()) {
            assertThat(take(source, 1)).containsExactly("[1, 1]");
        }
        engine.execute("UNSET 'auto.offset.reset'; UNDEFINE topic;", session);
        assertThat(session.properties()).isEmpty();
        assertThat(session.variables()).isEmpty();
        engine.execute("ASSERT TOPIC '" + name + "v';", session);
        assertThatThrownBy(() -> engine.execute("ASSERT NOT EXISTS TOPIC '" + name + "v' TIMEOUT 1 SECONDS;", session))
                .hasMessageContaining("exists");
    }
}
