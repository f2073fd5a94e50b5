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
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements from text to rows, over a real Kafka. */
final class EngineIT {

    @TempDir
    private Path folder;

    private static List<List<@Nullable Object>> take(PushSource source, int count) throws InterruptedException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < 300 && rows.size() < count; i++) {
            switch (source.poll(Duration.ofMillis(200))) {
                case Poll.Batch<Change> batch ->
                    batch.records()
                            .forEach(record ->
                                    rows.add(Arrays.asList(record.value().row())));
                case Poll.Idle<Change> _ -> {}
                case Poll.End<Change> _ -> {
                    return rows;
                }
            }
        }
        return rows;
    }

    @Test
    void tableOfLatestValuesIsKeptAndFollowed() throws Exception {
        String name = Cluster.application();
        try (KsqlEngine engine = Cluster.engine(name, folder)) {
            engine.execute("""
                    CREATE STREAM readings (id INT KEY, place STRING, value DOUBLE)
                      WITH (kafka_topic='%1$sreadings', partitions=3, value_format='json');
                    CREATE STREAM warm WITH (kafka_topic='%1$swarm') AS
                      SELECT place, id, value FROM readings WHERE value > 10 PARTITION BY place;
                    CREATE TABLE latest WITH (kafka_topic='%1$slatest') AS
                      SELECT place, LATEST_BY_OFFSET(value) AS value, COUNT(*) AS n FROM warm GROUP BY place;
                    """.formatted(name), Cluster.earliest());
            SelectResult.Push push = (SelectResult.Push) engine.select(
                    "SELECT * FROM latest EMIT CHANGES LIMIT 2;",
                    Cluster.earliest(),
                    PullOptions.DEFAULT,
                    Cluster.QUEUE);
            // both of the hall in one partition: between two nothing says which is the latest
            engine.execute("INSERT INTO readings (id, place, value) VALUES (1, 'hall', 20.5);", new Session());
            engine.execute("INSERT INTO readings (id, place, value) VALUES (2, 'yard', 5.0);", new Session());
            engine.execute("INSERT INTO readings (id, place, value) VALUES (1, 'hall', 21.25);", new Session());
            Cluster.await(
                    "both rows",
                    () -> rows(engine, "SELECT * FROM latest WHERE place = 'hall';")
                            .equals(List.of(List.of("hall", 21.25, 2L))));
            assertThat(rows(engine, "SELECT n FROM latest WHERE place IN ('hall', 'yard');"))
                    .containsExactly(List.of(2L));
            assertThat(rows(engine, "SELECT place FROM latest WHERE value > 100;"))
                    .isEmpty();
            assertThat(rows(engine, "SELECT place FROM latest LIMIT 1;")).containsExactly(List.of("hall"));
            try (PushSource source = push.source()) {
                assertThat(take(source, 3))
                        .containsExactly(Arrays.asList("hall", 20.5, 1L), Arrays.asList("hall", 21.25, 2L));
            }
        }
    }

    private static List<List<@Nullable Object>> rows(KsqlEngine engine, String text) {
        try {
            return Cluster.pull(engine, text);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void restartKeepsStatementsAndState() throws Exception {
        String name = Cluster.application();
        try (KsqlEngine engine = Cluster.engine(name, folder)) {
            engine.execute("""
                    CREATE STREAM s (id INT KEY, v STRING) WITH (kafka_topic='%1$ss', partitions=2, value_format='json');
                    CREATE TABLE t WITH (kafka_topic='%1$st') AS SELECT id, COUNT(*) AS n FROM s GROUP BY id;
                    CREATE STREAM gone WITH (kafka_topic='%1$sgone') AS SELECT * FROM s;
                    """.formatted(name), Cluster.earliest());
            engine.execute("DROP STREAM gone DELETE TOPIC;", new Session());
            engine.execute("INSERT INTO s VALUES (7, 'a');", new Session());
            Cluster.await(
                    "the count",
                    () -> rows(engine, "SELECT n FROM t WHERE id = 7;").equals(List.of(List.of(1L))));
        }
        try (KsqlEngine engine = Cluster.engine(name, folder)) {
            assertThat(engine.queries()).hasSize(1);
            assertThat(engine.queries().getFirst().id()).startsWith("CTAS_T_");
            Cluster.await(
                    "the count again",
                    () -> rows(engine, "SELECT n FROM t WHERE id = 7;").equals(List.of(List.of(1L))));
            engine.execute("INSERT INTO s VALUES (7, 'b');", new Session());
            Cluster.await(
                    "the next count",
                    () -> rows(engine, "SELECT n FROM t WHERE id = 7;").equals(List.of(List.of(2L))));
        }
    }

    @Test
    void badRecordsGoToTheProcessingLog() throws Exception {
        String name = Cluster.application();
        try (KsqlEngine engine = Cluster.engine(name, folder)) {
            engine.execute("""
                    CREATE STREAM s (id STRING KEY, v INT) WITH (kafka_topic='%1$ss', partitions=1, value_format='json');
                    CREATE TABLE t WITH (kafka_topic='%1$st') AS SELECT id, LATEST_BY_OFFSET(v) AS v FROM s GROUP BY id;
                    """.formatted(name), Cluster.earliest());
            Cluster.put(name + "s", "a", "{\"v\": 1}");
            Cluster.put(name + "s", "a", "{\"v\": oops");
            Cluster.put(name + "s", "a", "{\"v\": \"none\"}");
            Cluster.put(name + "s", "b", "{\"V\": 3}");
            Cluster.await(
                    "the good record",
                    () -> rows(engine, "SELECT * FROM t;").equals(List.of(List.of("a", 1), List.of("b", 3))));
            Cluster.await("the log", () -> engine.failures() >= 2 && log(name).size() >= 2);
            assertThat(log(name).get(0)).contains("\"type\":0", "invalid JSON", "\"offset\":1", "CTAS_T_");
            assertThat(log(name).get(1)).contains("field V", "\"offset\":2");
            assertThat(engine.queries().getFirst().state().restarts()).isZero();
        }
    }

    private static List<String> log(String name) {
        return Cluster.contents(name + "ksql_processing_log").stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void wrongStatementsChangeNothing() throws Exception {
        String name = Cluster.application();
        try (KsqlEngine engine = Cluster.engine(name, folder)) {
            assertThatThrownBy(() -> engine.execute("""
                            CREATE STREAM s (id INT KEY, v STRING)
                              WITH (kafka_topic='%1$ss', partitions=1, value_format='json');
                            CREATE STREAM u AS SELECT nothing FROM s;
                            """.formatted(name), new Session()))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("NOTHING");
            assertThat(((StatementResult.Sources) engine.execute("SHOW STREAMS;", new Session())
                                    .getFirst())
                            .sources())
                    .isEmpty();
            assertThatThrownBy(() -> engine.execute(
                            "CREATE STREAM s (v INT) WITH (kafka_topic='%1$snone', value_format='json');"
                                    .formatted(name),
                            new Session()))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("does not exist");
            assertThatThrownBy(() -> engine.execute("TERMINATE nobody;", new Session()))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("NOBODY");
        }
    }

    @Test
    void whatIsUsedCannotBeDropped() throws Exception {
        String name = Cluster.application();
        try (KsqlEngine engine = Cluster.engine(name, folder)) {
            engine.execute("""
                    CREATE STREAM s (id INT KEY, v STRING) WITH (kafka_topic='%1$ss', partitions=1, value_format='json');
                    CREATE STREAM u WITH (kafka_topic='%1$su') AS SELECT * FROM s;
                    """.formatted(name), Cluster.earliest());
            String query = engine.queries().getFirst().id();
            assertThatThrownBy(() -> engine.execute("DROP STREAM s;", new Session()))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining(query);
            StatementResult.Described described = (StatementResult.Described)
                    engine.execute("DESCRIBE s;", new Session()).getFirst();
            assertThat(described.description().readers())
                    .extracting(QueryInfo::id)
                    .containsExactly(query);
            StatementResult.Explained explained = (StatementResult.Explained)
                    engine.execute("EXPLAIN " + query + ";", new Session()).getFirst();
            assertThat(explained.topology()).contains("Project", name + "s");
            engine.execute("TERMINATE " + query + "; DROP STREAM s;", new Session());
            assertThat(engine.queries()).isEmpty();
        }
    }
}
