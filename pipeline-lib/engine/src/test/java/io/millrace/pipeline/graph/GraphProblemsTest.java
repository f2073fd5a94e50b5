package io.millrace.pipeline.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.pipeline.ExecutionModule;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What is wrong with a document is told with file, line and path, all at once. */
class GraphProblemsTest {

    private static final ModuleCatalog CATALOG = new ModuleCatalog(
            List.of(
                    new Type("text-to-map", "1", Shape.TEXT, Shape.MAP),
                    new Type("map-to-text", "1", Shape.MAP, Shape.TEXT),
                    new Type("either", "1", Shape.ANY, Shape.SAME),
                    new Type("either", "2", Shape.ANY, Shape.SAME),
                    new Type("either", "10", Shape.ANY, Shape.SAME),
                    new Type("throws", "1", Shape.ANY, Shape.ANY)),
            List.of());

    private record Type(String name, String version, Shape input, Shape output) implements ModuleType {
        @Override
        public String description() {
            return "for tests";
        }

        @Override
        public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
            settings.integer("size", 1, 1, 10);
            if (name.equals("throws")) {
                throw new IllegalArgumentException("on purpose");
            }
            return () -> _ -> {};
        }
    }

    private static List<String> problems(String text) {
        GraphException failure =
                catchThrowableOfType(GraphException.class, () -> GraphDocument.parse("demo.yaml", text, CATALOG));
        assertThat(failure).as("is refused").isNotNull();
        List<String> lines = String.valueOf(failure.getMessage()).lines().toList();
        assertThat(lines).hasSize(failure.problems().size());
        return lines;
    }

    @Test
    void tellsUnknownModulesAndVersions() {
        assertThat(problems("""
                pipelines:
                  demo:
                    phases:
                      - modules:
                          - {type: eiter}
                          - {type: either, version: "3"}
                          - nobody
                          - use: nobody
                          - {external: pigeon}
                          - {condition: {type: moon}, then: either, else: either}
                """))
                .containsExactly(
                        "demo.yaml:5: pipelines.demo.phases[0].modules[0].type: there is no module 'eiter'; types are"
                                + " either, map-to-text, text-to-map, throws",
                        "demo.yaml:6: pipelines.demo.phases[0].modules[1].version: module 'either' has no version 3;"
                                + " there are 1, 2, 10",
                        "demo.yaml:7: pipelines.demo.phases[0].modules[2]: there is no module 'nobody'; types are"
                                + " either, map-to-text, text-to-map, throws",
                        "demo.yaml:8: pipelines.demo.phases[0].modules[3].use: there is no module 'nobody'; types are"
                                + " either, map-to-text, text-to-map, throws",
                        "demo.yaml:9: pipelines.demo.phases[0].modules[4].external: there is no way 'pigeon' to"
                                + " modules elsewhere; none is installed",
                        "demo.yaml:10: pipelines.demo.phases[0].modules[5].condition.type: there is no condition"
                                + " 'moon'; none is installed");
    }

    @Test
    void tellsCombinationsThatContainThemselves() {
        assertThat(problems("""
                modules:
                  a:
                    combination: [either, b]
                  b:
                    condition: {key: x, exists: true}
                    then: either
                    else: {use: c}
                  c:
                    combination:
                      - a
                pipelines:
                  demo:
                    phases:
                      - modules: [a]
                """))
                .containsExactly("demo.yaml:10: modules.c.combination[0]: is part of itself: a -> b -> c -> a");
    }

    @Test
    void tellsAliasesThatContainThemselves() {
        assertThat(problems("""
                pipelines:
                  demo:
                    phases:
                      - modules:
                          - &loop
                            combination: [either, *loop]
                """))
                .singleElement()
                .asString()
                .startsWith("demo.yaml:")
                .endsWith("contains itself through an alias");
    }

    @Test
    void tellsNeighboursThatDoNotFit() {
        assertThat(problems("""
                pipelines:
                  demo:
                    controllers:
                      - phases:
                          - modules:
                              - map-to-text
                              - either
                      - modules:
                          - combination:
                              - either
                              - map-to-text
                """))
                .containsExactly("demo.yaml:11: pipelines.demo.controllers[1].modules[0].combination[1]: module"
                        + " 'map-to-text' takes a map, but what comes before it gives a text");
    }

    @Test
    void knowsNothingOfWhatComesAfterBranchesThatDiffer() {
        GraphDocument document = GraphDocument.parse("demo.yaml", """
                pipelines:
                  demo:
                    phases:
                      - modules:
                          - condition: {key: x, exists: true}
                            then: map-to-text
                            else: either
                          - text-to-map
                """, CATALOG);
        assertThat(document.pipelines()).hasSize(1);
    }

    @Test
    void tellsWrongSettingsAndOptions() {
        assertThat(problems("""
                pipelines:
                  demo:
                    instances: 0
                    colour: red
                    controllers:
                      - mode: fastest
                        workers: many
                        queue-bytes: 12X
                        overflow: disconnect
                        modules:
                          - type: either
                            timeout: 4
                            attempts: 0
                            mutex: maybe
                            settings: {size: 11, seize: 3}
                          - {type: throws}
                          - {type: either, combination: [either]}
                          - {name: M-Nothing}
                """))
                .containsExactly(
                        "demo.yaml:3: pipelines.demo.instances: expected a whole number from 1 to 1000, found '0'",
                        "demo.yaml:4: pipelines.demo.colour: unknown key; known are instances, controllers",
                        "demo.yaml:6: pipelines.demo.controllers[0].mode: expected not-parallel, no-order,"
                                + " order-by-sequence, first-wins or order-by-key, found 'fastest'",
                        "demo.yaml:7: pipelines.demo.controllers[0].workers: expected a whole number from 0 to 10000,"
                                + " found 'many'",
                        "demo.yaml:8: pipelines.demo.controllers[0].queue-bytes: expected a size in bytes, for example"
                                + " 1000, 512K or 16M, found '12X'",
                        "demo.yaml:9: pipelines.demo.controllers[0].overflow: expected block, drop-oldest, drop-newest"
                                + " or latest-by-key, found 'disconnect'",
                        "demo.yaml:12: pipelines.demo.controllers[0].modules[0].timeout: expected a duration, for"
                                + " example 500ms, 10s or 2m, found '4'",
                        "demo.yaml:13: pipelines.demo.controllers[0].modules[0].attempts: expected a whole number from"
                                + " 1 to 1000, found '0'",
                        "demo.yaml:14: pipelines.demo.controllers[0].modules[0].mutex: expected true or false, found"
                                + " 'maybe'",
                        "demo.yaml:15: pipelines.demo.controllers[0].modules[0].settings.size: expected a whole number"
                                + " from 1 to 10, found '11'",
                        "demo.yaml:15: pipelines.demo.controllers[0].modules[0].settings.seize: unknown key; known are"
                                + " size",
                        "demo.yaml:16: pipelines.demo.controllers[0].modules[1].settings: cannot be used: on purpose",
                        "demo.yaml:17: pipelines.demo.controllers[0].modules[2]: needs exactly one of the keys use,"
                                + " type, condition, combination, external, has type and combination",
                        "demo.yaml:18: pipelines.demo.controllers[0].modules[3]: needs exactly one of the keys use,"
                                + " type, condition, combination, external");
    }

    @Test
    void tellsWhatIsMissing() {
        assertThat(problems("pipelines: {}\n"))
                .containsExactly("demo.yaml:1: pipelines: expected at least one pipeline by name");
        assertThat(problems("pipelines: {demo: {controllers: []}}\n"))
                .containsExactly("demo.yaml:1: pipelines.demo.controllers: expected a list of at least one, found"
                        + " an empty list");
        assertThat(problems("pipelines:\n  demo:\n    phases:\n      - name: one\n"))
                .containsExactly("demo.yaml:4: pipelines.demo.phases[0].modules: is missing");
        assertThat(problems("pipelines: [demo]\n"))
                .contains("demo.yaml:1: pipelines: expected a mapping of keys, found a list");
        assertThat(problems("")).containsExactly("demo.yaml: is empty; expected the key pipelines");
    }

    @Test
    void tellsNamesThatStandTwice() {
        assertThat(problems("""
                pipelines:
                  demo:
                    controllers:
                      - {name: one, modules: [either]}
                      - {name: one, modules: [either]}
                  demo:
                    phases: [{modules: [either]}]
                """))
                .containsExactlyInAnyOrder(
                        "demo.yaml:5: pipelines.demo.controllers[1].name: another controller is already called 'one'",
                        "demo.yaml:6: pipelines.demo: stands twice; remove one of the two");
    }

    @Test
    void tellsTextThatIsNoYaml() {
        assertThat(problems("pipelines:\n  demo: [\n"))
                .singleElement()
                .asString()
                .matches("demo\\.yaml:[23]: not YAML: .*");
        assertThat(problems("a: &x [*x")).singleElement().asString().startsWith("demo.yaml:1: not YAML: ");
    }

    @Test
    void tellsVariablesWithoutAValue() {
        assertThat(problems("pipelines: {demo: {phases: [{name: '${nobody}', modules: [either]}]}}\n"))
                .containsExactly("demo.yaml:1: pipelines.demo.phases[0].name: ${nobody} has no value here; give it"
                        + " one, or write ${nobody:otherwise}");
    }

    /** A billion laughs are cut short, as is what nests without end. */
    @Test
    void staysWithinBounds() {
        StringBuilder laughs =
                new StringBuilder("modules:\n  m:\n    type: either\n    settings:\n      a0: &a0 [x]\n");
        for (int i = 1; i < 30; i++) {
            laughs.append("      a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        assertThat(problems(laughs + "pipelines: {demo: {phases: [{modules: [m]}]}}\n"))
                .anyMatch(line -> line.contains("has more than 100000 values") || line.contains("not YAML"));
        assertThat(problems("[".repeat(100_000))).singleElement().asString().contains("not YAML");
        assertThat(problems("#".repeat(2 << 20))).containsExactly("demo.yaml: has more than 1048576 characters");
    }

    /** Tags name classes in YAML; here they are only words. */
    @Test
    void neverMakesObjectsOfTags() {
        assertThat(problems("""
                pipelines:
                  demo:
                    phases:
                      - modules:
                          - !!javax.script.ScriptEngineManager [!!java.net.URL ["http://127.0.0.1/"]]
                """))
                .singleElement()
                .asString()
                .startsWith("demo.yaml:5: not YAML: Global tag is not allowed");
    }
}
