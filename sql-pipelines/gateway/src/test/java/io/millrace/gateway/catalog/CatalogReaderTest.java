package io.millrace.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.core.flow.Overflow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CatalogReaderTest {

    private static final String SHIPPED = """
            host: proton.example
            port: 8463
            db: default
            user: reader
            password: "s3cret"
            pipelines:
              - name: pipeline1
                sqls:
                  - DROP STREAM IF EXISTS devices
                  - |
                    CREATE RANDOM STREAM IF NOT EXISTS devices(
                      device string default 'device'||to_string(rand()%4)
                    ) SETTINGS eps=1000000
                  - SELECT * FROM devices
              - name: pipeline3
                sqls:
                  - SELECT 1
            """;

    /** What the prototype leaves behind after its first POST. */
    private static final String TAGGED = """
            !!python/object:server.pipeline.Config
            __dict__:
              db: default
              host: localhost
              password: ''
              pipelines:
              - !!python/object:server.pipeline.Pipeline
                __dict__:
                  name: pipeline3
                  sqls:
                  - 'SELECT 1

                    '
                __fields_set__: !!set
                  name: null
                  sqls: null
                __private_attribute_values__: {}
              port: 8463
              user: default
            __fields_set__: !!set
              pipelines: null
            """;

    @Test
    void readsTheSampleOfTheReferenceSystemAsItIs() throws IOException {
        PipelineCatalog catalog = CatalogReader.read("config.yaml", sample());

        assertThat(catalog.pipelines())
                .extracting(PipelineSpec::name)
                .containsExactly("pipeline1", "pipeline2", "pipeline3");
        assertThat(catalog.pipelines().get(2).sqls()).containsExactly("SELECT 1\n");
        assertThat(catalog.pipelines().get(1).sqls().get(1)).contains("tumble(devices, 1s)");
        assertThat(catalog.backend()).isEqualTo(Backend.DEFAULT);
        assertThat(catalog.warnings()).isEmpty();
    }

    @Test
    void readsTheShippedFormWithItsServer() {
        PipelineCatalog catalog = CatalogReader.read("config.yaml", SHIPPED);

        assertThat(catalog.backend()).isEqualTo(new Backend("proton.example", 8463, "default", "reader", "s3cret"));
        assertThat(catalog.pipelines().getFirst().sqls()).hasSize(3);
        assertThat(catalog.backend().toString()).doesNotContain("s3cret");
    }

    @Test
    void readsWhatThePrototypeWritesWithAWarning() {
        PipelineCatalog catalog = CatalogReader.read("config.yaml", TAGGED);

        assertThat(catalog.pipelines()).containsExactly(new PipelineSpec("pipeline3", List.of("SELECT 1\n")));
        assertThat(catalog.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.message()).contains("python/object:server.pipeline.Config"));
    }

    @Test
    void neverConstructsWhatATagNames() {
        PipelineCatalog catalog = CatalogReader.read("config.yaml", """
                !!python/object/apply:os.system
                pipelines:
                  - name: one
                    sqls: [!!javax.script.ScriptEngineManager "SELECT 1"]
                """);

        assertThat(catalog.pipelines()).containsExactly(new PipelineSpec("one", List.of("SELECT 1")));
    }

    @Test
    void readsTheOptionsOfAPipeline() {
        PipelineCatalog catalog = CatalogReader.read("config.yaml", """
                engine: embedded
                pipelines:
                  - name: one
                    share: false
                    engine: proton
                    overflow: latest-by-key
                    key: device
                    max-rows: 10
                    max-bytes: 2M
                    max-age: 1500ms
                    sqls: [SELECT 1]
                """);

        assertThat(catalog.pipelines())
                .containsExactly(new PipelineSpec(
                        "one",
                        List.of("SELECT 1"),
                        false,
                        "proton",
                        Overflow.LATEST_BY_KEY,
                        "device",
                        10L,
                        2L << 20,
                        Duration.ofMillis(1500)));
    }

    @Test
    void warnsOfUnknownKeysAndGoesOn() {
        PipelineCatalog catalog = CatalogReader.read("config.yaml", """
                pipelines:
                  - name: one
                    colour: red
                    sqls: [SELECT 1]
                debug: true
                """);

        assertThat(catalog.pipelines()).hasSize(1);
        assertThat(catalog.warnings())
                .extracting(warning -> warning.text("config.yaml"))
                .satisfiesExactlyInAnyOrder(
                        first -> assertThat(first).startsWith("config.yaml:5:1: debug: unknown key, ignored"),
                        second -> assertThat(second)
                                .startsWith("config.yaml:3:5: pipelines[0].colour: unknown key, ignored"));
    }

    @Test
    void reportsEveryProblemAtOnceWithItsPlace() {
        CatalogException failure =
                catchThrowableOfType(CatalogException.class, () -> CatalogReader.read("config.yaml", """
                        port: many
                        pipelines:
                          - name: one
                            sqls: []
                          - name: one
                            sqls: SELECT 1
                          - name: ""
                            sqls: [""]
                          - name: a/b
                            sqls: [[1]]
                          - sqls: [SELECT 1]
                          - nonsense
                          - name: two
                            sqls: [SELECT 1]
                            overflow: sometimes
                            share: perhaps
                            max-rows: 0
                            max-bytes: big
                            max-age: long
                            engine: steam
                        """));

        assertThat(failure.problems())
                .extracting(problem -> problem.line() + ":" + problem.column() + " " + problem.path())
                .containsExactly(
                        "1:7 port",
                        "4:11 pipelines[0].sqls",
                        "5:5 pipelines[1].name",
                        "6:11 pipelines[1].sqls",
                        "7:11 pipelines[2].name",
                        "8:12 pipelines[2].sqls[0]",
                        "9:11 pipelines[3].name",
                        "10:12 pipelines[3].sqls[0]",
                        "11:5 pipelines[4].name",
                        "12:5 pipelines[5]",
                        "15:15 pipelines[6].overflow",
                        "16:12 pipelines[6].share",
                        "17:15 pipelines[6].max-rows",
                        "18:16 pipelines[6].max-bytes",
                        "19:14 pipelines[6].max-age",
                        "20:13 pipelines[6].engine");
        assertThat(failure.reason())
                .contains("config.yaml:4:11: pipelines[0].sqls: is empty; a pipeline needs at least one statement")
                .contains("'one' is already the name of the pipeline at line 3")
                .contains("expected a list of statements, found text")
                .contains("expected block, drop-oldest, drop-newest, latest-by-key, disconnect");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "host: localhost\n"})
    void asksForTheKeyPipelines(String text) {
        CatalogException failure =
                catchThrowableOfType(CatalogException.class, () -> CatalogReader.read("config.yaml", text));

        assertThat(failure.reason()).contains("pipelines: is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pipelines:\\n  - name: one\\n   sqls: [SELECT 1]|3",
                "pipelines: [|2",
                "pipelines:\\n\\t- name: one|2",
                "pipelines: []\\nuser: 'x|3",
                "pipelines: *nobody|1",
            })
    void reportsSyntaxErrorsWithTheirLine(String text, int line) {
        CatalogException failure = catchThrowableOfType(
                CatalogException.class,
                () -> CatalogReader.read(
                        "config.yaml", text.replace("\\n", "\n").replace("\\t", "\t") + "\n"));

        assertThat(failure.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(line);
            assertThat(problem.message()).startsWith("not YAML: ");
        });
    }

    @Test
    void readsMergedAndAliasedPipelines() {
        PipelineCatalog catalog = CatalogReader.read("config.yaml", """
                pipelines:
                  - &base
                    name: one
                    sqls: [&q SELECT 1]
                  - <<: *base
                    name: two
                  - name: three
                    sqls: [*q]
                """);

        assertThat(catalog.pipelines())
                .containsExactly(
                        new PipelineSpec("one", List.of("SELECT 1")),
                        new PipelineSpec("two", List.of("SELECT 1")),
                        new PipelineSpec("three", List.of("SELECT 1")));
    }

    @Test
    void refusesADocumentThatContainsItself() {
        CatalogException failure = catchThrowableOfType(
                CatalogException.class, () -> CatalogReader.read("config.yaml", "pipelines: &a [*a, *a, *a]\n"));

        assertThat(failure.problems()).hasSize(3);
    }

    @Test
    void aVersionChangesWithEveryPartOfAPipelineAndOnlyThen() {
        PipelineSpec one = new PipelineSpec("one", List.of("SELECT 1"));

        assertThat(one.version()).isEqualTo(new PipelineSpec("one", List.of("SELECT 1")).version());
        assertThat(one.version()).isNotEqualTo(new PipelineSpec("one", List.of("SELECT 2")).version());
        assertThat(new PipelineSpec("one", List.of("a", "b")).version())
                .isNotEqualTo(new PipelineSpec("one", List.of("ab")).version());
        assertThat(one.version())
                .isNotEqualTo(new PipelineSpec("one", List.of("SELECT 1"), false, null, null, null, null, null, null)
                        .version());
    }

    static String sample() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                CatalogReaderTest.class.getResourceAsStream("/sample-config.yaml"), "no sample")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
