package io.millrace.vehicles.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.embedded.EmbeddedKafka;
import io.millrace.connector.kafka.KafkaConnection;
import io.millrace.connector.kafka.KafkaTopics;
import io.millrace.core.time.Ticker;
import io.millrace.ksql.engine.EngineSettings;
import io.millrace.ksql.engine.KsqlEngine;
import io.millrace.ksql.engine.QueryInfo;
import io.millrace.ksql.plan.Analyzer;
import io.millrace.ksql.plan.Format;
import io.millrace.ksql.query.RemoteQueries;
import io.millrace.ksql.run.RunSettings;
import io.millrace.service.testkit.Await;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
final class LocalKsqlIT {

    private static final List<String> SHIPPED = List.of("classpath:sql/streams.sql", "classpath:sql/current.sql");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private LocalKsql engine(String kafka, List<String> files) {
        RunSettings run = new RunSettings(
                kafka, EngineSettings.prefix("it_"), RunSettings.alone(), folder, 1, 0, false, 0, Map.of());
        EngineSettings settings = new EngineSettings(
                "it_",
                run,
                new Analyzer.Defaults(Format.Kind.KAFKA, Format.Kind.JSON),
                null,
                (short) -1,
                Duration.ofSeconds(30));
        KafkaConnection connection = new KafkaConnection(kafka, Duration.ofSeconds(5), Map.of());
        return new LocalKsql(
                settings,
                StateFolder.in(folder.resolve("state")),
                files,
                () -> new KafkaTopics(connection).ensure(List.of("bus_raw"), 2),
                Ticker.SYSTEM);
    }

    @Test
    void filesRunOnceOverRestarts() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            List<String> queries = start(kafka, SHIPPED, "running");
            assertThat(queries).hasSize(3);
            assertThat(start(kafka, SHIPPED, "running")).isEqualTo(queries);
        }
    }

    private List<String> start(EmbeddedKafka kafka, List<String> files, String state) throws Exception {
        AtomicReference<KsqlEngine> told = new AtomicReference<>();
        try (LocalKsql engine = engine(kafka.bootstrapServers(), files)) {
            engine.whenStarted(told::set);
            assertThat(engine.state().text()).isEqualTo("off");
            engine.start(RemoteQueries.NONE);
            Await.until(PATIENCE, () -> engine.state() instanceof EngineState.Running);
            assertThat(engine.state().text()).isEqualTo(state);
            assertThat(engine.engine()).containsSame(told.get());
            return engine.engine().orElseThrow().queries().stream()
                    .map(QueryInfo::id)
                    .toList();
        }
    }

    @Test
    void aWrongFileIsToldByPlaceAndTheNextOneRuns() throws Exception {
        Path wrong = Files.writeString(folder.resolve("wrong.sql"), """
                -- the second statement is wrong
                CREATE STREAM a (x INT) WITH (kafka_topic='bus_raw', value_format='json');
                CREATE STREAM b AS
                  SELECT nothing FROM a;
                """);
        Path changed = Files.writeString(
                folder.resolve("changed.sql"),
                "CREATE STREAM a (y INT) WITH (kafka_topic='bus_raw', value_format='json');");
        Path next = Files.writeString(folder.resolve("next.sql"), "CREATE STREAM c AS SELECT * FROM a;");
        List<String> files = List.of(wrong.toString(), changed.toString(), next.toString());
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                LocalKsql engine = engine(kafka.bootstrapServers(), files)) {
            engine.start(RemoteQueries.NONE);
            Await.until(PATIENCE, () -> engine.state() instanceof EngineState.Running);
            EngineState.Running running = (EngineState.Running) engine.state();
            assertThat(running.healthy()).isTrue();
            assertThat(running.problems()).hasSize(2);
            assertThat(running.problems().getFirst())
                    .startsWith(wrong + ":4:10: ")
                    .contains("NOTHING");
            assertThat(running.problems().getLast())
                    .isEqualTo(changed + ":1:1: A exists, but made by another statement:"
                            + " drop it, or write CREATE OR REPLACE");
            assertThat(engine.engine().orElseThrow().source("C").byQuery()).isTrue();
        }
    }

    @Test
    void catchesUpWhenKafkaComes() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        LocalKsql engine = engine("127.0.0.1:" + port, SHIPPED);
        engine.start(RemoteQueries.NONE);
        Await.until(PATIENCE, () -> engine.state() instanceof EngineState.Waiting);
        assertThat(engine.state().sound()).isTrue();
        assertThat(engine.engine()).isEmpty();
        long began = System.nanoTime();
        try (EmbeddedKafka _ = EmbeddedKafka.start(port, null, Map.of());
                engine) {
            Await.until(PATIENCE, () -> engine.state() instanceof EngineState.Running);
            System.out.printf("engine running %d ms after Kafka was begun%n", (System.nanoTime() - began) / 1_000_000);
        }
    }
}
