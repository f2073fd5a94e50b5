package io.millrace.ingest.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.core.flow.Overflow;
import io.millrace.ingest.builtin.ClickHouseSinkType;
import io.millrace.ingest.builtin.FileSourceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IngestDocumentsTest {

    @TempDir
    private Path folder;

    private IngestDocument read(String text) {
        return IngestDocuments.read("ingest.yaml", text, folder, Map.of("PORT", "8124", "SECRET", "s3cret"));
    }

    private List<String> problems(String text) {
        IngestDocumentException e = catchThrowableOfType(IngestDocumentException.class, () -> read(text));
        assertThat(e).hasMessageStartingWith("ingest.yaml").hasMessageNotContaining("s3cret");
        return e.problems().stream().map(IngestProblem::text).toList();
    }

    @Test
    void readsTheReferencesForm() {
        IngestDocument document = read("""
                source:
                  type: file
                  file_path: trades.ndjson
                sink:
                  type: clickhouse_connect
                  host: localhost
                  port: 8123
                  database: coinbase_demo
                  table: coinbase_ticker
                  user: default
                  password: ""
                  settings: {max_threads: 2, log_queries: true}
                """);
        PipelineSpec pipeline = document.pipelines().getFirst();
        assertThat(document.pipelines()).hasSize(1);
        assertThat(pipeline.name()).isEqualTo("ingest");
        assertThat(pipeline.buffer()).isEqualTo(BufferSettings.DEFAULT);
        SinkSpec<?> sink = pipeline.sinks().getFirst();
        assertThat(sink.name()).isEqualTo("sink");
        assertThat(sink.delivery()).isEqualTo(DeliverySettings.DEFAULT);
        assertThat(sink.rowTypes()).containsExactly("ticker");
        assertThat(sink.settings()).isInstanceOfSatisfying(ClickHouseSinkType.Keys.class, keys -> {
            assertThat(keys.port()).isEqualTo(8123);
            assertThat(keys.settings()).containsEntry("max_threads", 2);
        });
    }

    @Test
    void readsManyPipelinesWithAllOptions() throws IOException {
        Files.writeString(folder.resolve("password"), "s3cret\n");
        IngestDocument document = read("""
                pipelines:
                  btc:
                    source: {type: file, file_path: btc.ndjson, speed: 2}
                    sinks:
                      lake: {type: file, file_path: out.ndjson, rotate_bytes: 64MiB, rotate_after: 1h, compress: true}
                      store:
                        type: clickhouse_connect
                        host: ${HOST:-db}
                        port: ${PORT}
                        database: d
                        table: t
                        user: u
                        password: {file: password}
                        batch: {rows: 500, bytes: 1MiB, age: 250ms}
                        retry: {first: 1s, max: 1m}
                        types: [ticker, match]
                    buffer: {overflow: drop-oldest, max_bytes: 2GiB, memory_bytes: 8M, sync: 10ms}
                  eth:
                    source: {type: websocket, url: "wss://me:s3cret@example.test/x"}
                    sink: {type: duckdb, path: eth.db}
                """);
        PipelineSpec btc = document.pipelines().getFirst();
        assertThat(document.pipelines()).extracting(PipelineSpec::name).containsExactly("btc", "eth");
        assertThat(btc.source().settings()).isEqualTo(new FileSourceType.Keys("btc.ndjson", 2.0, null, null));
        assertThat(btc.buffer())
                .isEqualTo(new BufferSettings(Overflow.DROP_OLDEST, 2L << 30, 8L << 20, Duration.ofMillis(10)));
        SinkSpec<?> store = btc.sinks().get(1);
        assertThat(store.delivery().rows()).isEqualTo(500);
        assertThat(store.delivery().bytes()).isEqualTo(1 << 20);
        assertThat(store.delivery().age()).isEqualTo(Duration.ofMillis(250));
        assertThat(store.delivery().retry().cap()).isEqualTo(Duration.ofMinutes(1));
        assertThat(store.rowTypes()).isEqualTo(Set.of("ticker", "match"));
        assertThat(store.settings()).isInstanceOfSatisfying(ClickHouseSinkType.Keys.class, keys -> {
            assertThat(keys.host()).isEqualTo("db");
            assertThat(keys.port()).isEqualTo(8124);
            assertThat(keys.password()).isEqualTo("s3cret");
        });
        assertThat(store.shown())
                .containsEntry("password", Map.of("file", "password"))
                .containsEntry("port", "${PORT}");
        assertThat(document.toString()).doesNotContain("s3cret");
        assertThat(document.pipelines().get(1).source().shown().toString()).contains("wss://***@example.test/x");
    }

    @Test
    void tellsEveryProblemWithItsPlace() {
        assertThat(problems("""
                        source:
                          type: flie
                        sink:
                          type: clickhouse_connect
                          hots: localhost
                          port: eight
                          database: d
                          table: t
                          user: ${NOBODY}
                          batch: {rows: 0, age: soon}
                        bufer: {}
                        """))
                .containsExactly(
                        "2:9 source.type: unknown source type 'flie'; did you mean file? Known are file, websocket",
                        "4:3 sink.host: is missing; expected text",
                        "5:3 sink.hots: unknown key; did you mean host? Known are columns, compress, create, database,"
                                + " exact, host, order_by, password, port, secure, settings, table, timeout, user",
                        "6:9 sink.port: is wrong; expected a whole number from 1 to 65535, found 'eight'",
                        "9:9 sink.user: environment variable NOBODY is not set; set it, or write ${NOBODY:-otherwise}",
                        "10:25 sink.batch.age: is wrong; expected a duration, for example 500ms or 10s, found 'soon'",
                        "11:1 bufer: unknown key; did you mean buffer? Known are source, sink, sinks, buffer, pipelines");
    }

    @Test
    void tellsWhatTypesThemselvesRefuse() {
        assertThat(problems("""
                        source: {type: file, file_path: x, speed: -1}
                        sink: {type: file, file_path: x, batch: {rows: 0}}
                        buffer: {overflow: block, max_bytes: 5}
                        """))
                .containsExactly(
                        "1:9 source: speed must be at least 0, was -1.0",
                        "2:7 sink: batch.rows must be from 1 to 1000000, was 0",
                        "3:9 buffer: max_bytes must be at least 1 MiB, was 5");
    }

    @Test
    void tellsWhyAPolicyIsNotThere() {
        assertThat(problems("""
                        source: {type: file, file_path: x}
                        sink: {type: file, file_path: y}
                        buffer: {overflow: latest-by-key}
                        """))
                .containsExactly("3:20 buffer.overflow: is wrong; expected block or drop-oldest or drop-newest,"
                        + " found 'latest-by-key'");
    }

    @Test
    void hidesSecretsInProblems() {
        assertThat(problems("""
                        source: {type: file, file_path: x}
                        sink: {type: clickhouse_connect, host: h, port: "${SECRET}", database: d, table: t, user: u, password: [s3cret]}
                        """))
                .containsExactly(
                        "2:49 sink.port: is wrong; expected a whole number from 1 to 65535",
                        "2:104 sink.password: is wrong; expected text, found a list");
    }

    @Test
    void refusesWhatIsNoDocument() {
        assertThat(problems("")).containsExactly("1:1 is empty; expected source and sink, or pipelines");
        assertThat(problems("a: [")).first().asString().contains("not YAML");
        assertThat(problems("pipelines: {}"))
                .containsExactly("1:12 pipelines: expected at least one name with a pipeline below it");
        assertThat(problems("source: {type: file, file_path: x}"))
                .containsExactly(
                        "1:1 sink: is missing; a sink has a type, one of clickhouse_connect, duckdb, file, kafka");
        IngestDocumentException missing = catchThrowableOfType(
                IngestDocumentException.class, () -> IngestDocuments.read(folder.resolve("no.yaml"), Map.of()));
        assertThat(missing).hasMessage(folder.resolve("no.yaml") + ": does not exist");
    }

    @Test
    void isTheSameWhenReadAgain() {
        String text = """
                source: {type: file, file_path: x}
                sink: {type: clickhouse_connect, host: h, port: 1, database: d, table: t, user: u}
                """;
        assertThat(read(text).pipelines()).isEqualTo(read(text).pipelines());
        assertThat(read(text).pipelines())
                .isNotEqualTo(read(text.replace("host: h", "host: i")).pipelines());
    }

    @Test
    void givesASchemaThatItsOwnSamplesFit() {
        String schema = IngestSchema.text();
        assertThat(schema).contains("\"clickhouse_connect\"", "\"rotate_bytes\"", "\"drop-oldest\"");
    }
}
