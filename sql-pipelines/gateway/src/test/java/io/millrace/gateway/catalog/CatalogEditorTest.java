package io.millrace.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.flow.Overflow;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CatalogEditorTest {

    private static final String COMMENTED = """
            # the buses of Helsinki
            engine: embedded   # for now
            colour: red

            pipelines:
              # what we try things with
              - name: one   # the first
                sqls:
                  # made up data
                  - |
                    CREATE RANDOM STREAM devices(device string)

                  # the query
                  - SELECT * FROM devices   # all of it

              # counts
              # per second
              - sqls: [SELECT 2]
                name: two

              - name: three
                sqls:
                - >-
                  SELECT
                  3

            # the end
            """;

    @Test
    void removesExactlyThePipelineAndItsOwnComment() {
        CatalogEditor.Edit edit = new CatalogEditor("config.yaml", COMMENTED).remove("two");

        assertThat(edit.kept()).isTrue();
        assertThat(edit.text()).isEqualTo(COMMENTED.replace("""
                          # counts
                          # per second
                          - sqls: [SELECT 2]
                            name: two

                        """, ""));
    }

    @Test
    void appendsInTheStyleOfTheFile() {
        CatalogEditor.Edit edit = new CatalogEditor("config.yaml", COMMENTED)
                .add(new PipelineSpec("four", List.of("CREATE STREAM s(i int)\n", "SELECT\n  i\nFROM s")));

        assertThat(edit.kept()).isTrue();
        assertThat(edit.text()).isEqualTo(COMMENTED.replace("\n# the end", """

                          - name: four
                            sqls:
                              - |
                                CREATE STREAM s(i int)
                              - |-
                                SELECT
                                  i
                                FROM s

                        # the end"""));
    }

    @Test
    void replacesOnlyTheStatementThatChanged() {
        CatalogEditor.Edit edit = new CatalogEditor("config.yaml", COMMENTED)
                .replace(new PipelineSpec(
                        "one", List.of("CREATE RANDOM STREAM devices(device string)\n", "SELECT device FROM devices")));

        assertThat(edit.kept()).isTrue();
        assertThat(edit.text())
                .isEqualTo(COMMENTED.replace("- SELECT * FROM devices   # all of it", "- SELECT device FROM devices"));
    }

    @Test
    void addsChangesAndRemovesOptionsWhereTheyStand() {
        PipelineSpec plain = new PipelineSpec("three", List.of("SELECT 3"));
        PipelineSpec limited = new PipelineSpec(
                "three", plain.sqls(), false, null, Overflow.BLOCK, null, 5L, null, Duration.ofSeconds(3));

        String with =
                new CatalogEditor("config.yaml", COMMENTED).replace(limited).text();
        assertThat(with).isEqualTo(COMMENTED.replace("  - name: three\n", """
                          - name: three
                            max-age: 3s
                            max-rows: 5
                            overflow: block
                            share: false
                        """));
        assertThat(new CatalogEditor("config.yaml", with).replace(plain).text()).isEqualTo(COMMENTED);
    }

    @Test
    void replacesAStatementListOfAnotherLength() {
        CatalogEditor.Edit edit = new CatalogEditor("config.yaml", COMMENTED)
                .replace(new PipelineSpec("three", List.of("CREATE STREAM s(i int)", "SELECT i FROM s")));

        assertThat(edit.kept()).isTrue();
        assertThat(edit.text())
                .isEqualTo(COMMENTED.replace(
                        "    - >-\n      SELECT\n      3\n", "    - CREATE STREAM s(i int)\n    - SELECT i FROM s\n"));
    }

    @Test
    void removesTheLastOneAndFillsAnEmptyList() throws IOException {
        String text = CatalogReaderTest.sample();
        for (String name : List.of("pipeline2", "pipeline3", "pipeline1")) {
            CatalogEditor.Edit edit = new CatalogEditor("config.yaml", text).remove(name);
            assertThat(edit.kept()).isTrue();
            text = edit.text();
        }
        assertThat(text).isEqualTo("pipelines: []\n");

        CatalogEditor.Edit edit = new CatalogEditor("config.yaml", "pipelines: []  # none yet\n")
                .add(new PipelineSpec("one", List.of("SELECT 1")));
        assertThat(edit.text()).isEqualTo("""
                        pipelines:  # none yet
                          - name: one
                            sqls:
                              - SELECT 1
                        """);
    }

    @Test
    void keepsWindowsLineEnds() {
        String text = "pipelines:\r\n  - name: one\r\n    sqls:\r\n      - SELECT 1\r\n";

        CatalogEditor.Edit edit =
                new CatalogEditor("config.yaml", text).add(new PipelineSpec("two", List.of("SELECT 2")));

        assertThat(edit.kept()).isTrue();
        assertThat(edit.text()).isEqualTo(text + "  - name: two\r\n    sqls:\r\n      - SELECT 2\r\n");
    }

    @Test
    void appendsToAFileWithoutFinalLineEnd() {
        CatalogEditor.Edit edit = new CatalogEditor("config.yaml", "pipelines:\n- name: one\n  sqls: [SELECT 1]")
                .add(new PipelineSpec("two", List.of("SELECT 2")));

        assertThat(edit.text())
                .isEqualTo("pipelines:\n- name: one\n  sqls: [SELECT 1]\n- name: two\n  sqls:\n    - SELECT 2\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pipelines: [{name: one, sqls: [SELECT 1]}, {name: two, sqls: [SELECT 2]}]\n",
                "{pipelines: [{name: one, sqls: [SELECT 1]}, {name: two, sqls: [SELECT 2]}]}\n",
                "pipelines:\n  - name: one\n    sqls: &q [SELECT 1]\n  - name: three\n    sqls: *q\n",
            })
    void writesAnewWhatCannotBeEditedByLines(String text) {
        PipelineCatalog before = CatalogReader.read("config.yaml", text);

        CatalogEditor.Edit edit = new CatalogEditor("config.yaml", text).remove("one");

        assertThat(edit.kept()).isFalse();
        assertThat(edit.catalog().sameAs(before.without("one"))).isTrue();
    }

    @Test
    void whateverIsWrittenIsReadBackTheSame() {
        long seed = 20260101;
        System.out.println("CatalogEditorTest seed=" + seed);
        Random random = new Random(seed);
        String text = COMMENTED;
        List<String> names = new ArrayList<>(List.of("one", "two", "three"));
        for (int round = 0; round < 300; round++) {
            CatalogEditor editor = new CatalogEditor("config.yaml", text);
            PipelineCatalog intended;
            CatalogEditor.Edit edit;
            int kind = names.isEmpty() ? 0 : random.nextInt(3);
            if (kind == 0) {
                PipelineSpec spec =
                        new PipelineSpec("p" + round + odd(random).replaceAll("\\p{Cc}", ""), statements(random));
                names.add(spec.name());
                intended = editor.catalog().with(spec);
                edit = editor.add(spec);
            } else if (kind == 1) {
                PipelineSpec spec = new PipelineSpec(names.get(random.nextInt(names.size())), statements(random));
                intended = editor.catalog().replacing(spec);
                edit = editor.replace(spec);
            } else {
                String name = names.remove(random.nextInt(names.size()));
                intended = editor.catalog().without(name);
                edit = editor.remove(name);
            }
            assertThat(edit.kept()).as("round %d of%n%s", round, text).isTrue();
            assertThat(CatalogReader.read("config.yaml", edit.text()).sameAs(intended))
                    .isTrue();
            assertThat(edit.text()).contains("# the buses of Helsinki").contains("# the end");
            text = edit.text();
        }
    }

    private static List<String> statements(Random random) {
        List<String> statements = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            statements.add("SELECT " + random.nextInt(100) + odd(random));
        }
        return statements;
    }

    private static String odd(Random random) {
        String[] pieces = {
            "",
            " ",
            "\n",
            "\n\n",
            "  \n x",
            "'",
            "\"",
            ": ",
            " #x",
            "é",
            "\uD83D\uDE8C",
            "\t",
            "\\",
            "---",
            "{",
            "%",
            "\r\n",
            "\u0007",
            "\u0085",
            "\u2028",
            "- a",
            "\n# b"
        };
        StringBuilder odd = new StringBuilder();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            odd.append(pieces[random.nextInt(pieces.length)]);
        }
        return odd.toString().replace("/", "");
    }
}
