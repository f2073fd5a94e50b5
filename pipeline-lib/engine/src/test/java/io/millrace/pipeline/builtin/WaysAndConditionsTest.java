package io.millrace.pipeline.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineObserver;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.ModuleRecord;
import io.millrace.pipeline.graph.GraphDocument;
import io.millrace.pipeline.graph.GraphException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WaysAndConditionsTest {

    private static DataPackage<Object> run(String modules, Object data) throws Exception {
        String text = "pipelines:\n  demo:\n    phases:\n      - modules:\n" + modules.indent(10);
        GraphDocument document = GraphDocument.parse("demo.yaml", text);
        try (Pipeline<Object> pipeline = document.pipelines().getFirst().build(new PipelineObserver<>() {})) {
            return pipeline.register().execute(data).toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void inProcessRunsATypeAsIfItWereElsewhere() throws Exception {
        String module = """
                - external: in-process
                  name: M-Far
                  settings: {type: upper-case, version: "1", settings: {key: a}}
                """;
        DataPackage<Object> ended = run(module, Map.of("a", "x"));
        assertThat(ended.data()).isEqualTo(Map.of("a", "X"));
        ModuleRecord caller = ended.snapshot()
                .controllers()
                .getFirst()
                .phases()
                .getFirst()
                .modules()
                .getFirst();
        assertThat(caller.moduleName()).isEqualTo("M-Far");
        assertThat(caller.subModules()).extracting(ModuleRecord::moduleName).containsExactly("M-UpperCase");

        DataPackage<Object> failed = run(module, Map.of("b", "x"));
        assertThat(failed.status()).isEqualTo(Status.ERROR);
        assertThat(failed.errors()).hasSize(1);
    }

    @Test
    void inProcessTellsWhatIsWrongWithItsModule() {
        assertThatThrownBy(() -> run("- {external: in-process, settings: {type: nobody}}", Map.of()))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("demo.yaml:5: pipelines.demo.phases[0].modules[0].settings.type: ")
                .hasMessageContaining("there is no module 'nobody'");
    }

    @Test
    void matchesDecidesByARegularExpression() throws Exception {
        String module = """
                - condition: {type: matches, settings: {key: name, pattern: "A.*"}}
                  then: {type: set, settings: {key: found, value: true}}
                  else: {type: exit}
                """;
        assertThat(run(module, Map.of("name", "Ada")).status()).isEqualTo(Status.SUCCESS);
        for (Object other : List.of("Bo", "xAda", 7L, "A".repeat(10_001))) {
            assertThat(run(module, Map.of("name", other)).status()).isEqualTo(Status.EXIT);
        }
    }

    @Test
    void matchesRefusesWhatIsNoRegularExpression() {
        assertThatThrownBy(() -> run("""
                        - condition: {type: matches, settings: {key: name, pattern: "("}}
                          then: passthrough
                          else: passthrough
                        """, Map.of()))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("modules[0].condition.settings.pattern: is no regular expression: ");
    }
}
