package io.millrace.pipeline.builtin;

import static io.millrace.pipeline.builtin.Hosting.error;
import static io.millrace.pipeline.builtin.Hosting.run;
import static io.millrace.pipeline.builtin.Hosting.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.core.time.Ticker;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.graph.GraphException;
import io.millrace.pipeline.graph.ModuleCatalog;
import io.millrace.pipeline.run.HostedModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;
import org.yaml.snakeyaml.Yaml;

class OutcomeTypesTest {

    @Test
    void passthroughLeavesPackagesAsTheyAre() {
        assertThat(run("passthrough", Map.of(), "x").data()).isEqualTo("x");
    }

    @Test
    void failFailsWithItsMessage() {
        assertThat(error(run("fail", Map.of("message", "on purpose"), "x"))).isEqualTo("on purpose");
        assertThat(error(run("fail", Map.of(), "x"))).isEqualTo("Test Error");
    }

    @Test
    void exitLetsLeaveWithItsMessage() {
        var reply = run("exit", Map.of("message", "not for us"), "x");
        assertThat(status(reply)).isEqualTo(Status.EXIT);
        assertThat(reply.module().orElseThrow().message()).isEqualTo("not for us");
        assertThat(reply.errors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "equals, 3, true", "equals, 4, false", "one-of, '[1, 3.0]', true", "one-of, '[text]', false",
        "exists, true, true", "exists, false, false", "is-true, true, true", "at-least, 3, true",
        "at-least, 3.01, false", "at-most, 3, true", "at-most, 2.99, false"
    })
    void filterLetsLeaveWhatDoesNotMeetTheCondition(String test, String value, boolean stays) {
        Object wanted = new Yaml().load(value);
        Map<String, Object> settings = Map.of("key", "a.b", test, wanted);
        assertThat(status(run("filter", settings, Map.of("a", Map.of("b", 3L)))))
                .isEqualTo(stays ? Status.SUCCESS : Status.EXIT);
    }

    @Test
    void filterNeedsExactlyOneTest() {
        assertThatThrownBy(() -> Hosting.host("filter", Map.of("key", "a")))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("needs exactly one of equals, one-of, exists, is-true, at-least, at-most");
        assertThatThrownBy(() -> Hosting.host("filter", Map.of("key", "a", "exists", true, "equals", 1)))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("; has equals and exists");
    }

    @ParameterizedTest
    @ValueSource(strings = {"random-exit", "random-error"})
    void randomOutcomesRepeatWithASeedAndKeepTheirShare(String type) {
        Map<String, Object> settings = Map.of("go-on", 0.7, "seed", 4711);
        List<Status> first = outcomes(type, settings);
        assertThat(outcomes(type, settings)).isEqualTo(first);
        assertThat(outcomes(type, Map.of("go-on", 0.7, "seed", 4712))).isNotEqualTo(first);
        long stay = first.stream().filter(Status.SUCCESS::equals).count();
        assertThat(stay / 2000.0).isCloseTo(0.7, within(0.05));
        assertThat(first).contains(type.equals("random-exit") ? Status.EXIT : Status.ERROR);
    }

    @ParameterizedTest
    @CsvSource({"random-exit, 0", "random-exit, 1", "random-error, 0", "random-error, 1"})
    void randomOutcomesKnowAllAndNothing(String type, int goOn) {
        assertThat(outcomes(type, Map.of("go-on", goOn)).stream().filter(Status.SUCCESS::equals))
                .hasSize(goOn * 2000);
    }

    private static List<Status> outcomes(String type, Map<String, Object> settings) {
        try (HostedModule<Object> module = Hosting.host(type, settings)) {
            return IntStream.range(0, 2000)
                    .mapToObj(_ -> status(module.run(Hosting.request("x"))))
                    .toList();
        }
    }

    @Test
    void logWritesOneLinePerPackage() {
        List<String> lines = new ArrayList<>();
        try (HostedModule<Object> module = hostedLog(Map.of("text", "order {id}", "level", "warn"), lines)) {
            module.run(Hosting.request(Map.of("id", "7\nERROR forged")));
            module.run(Hosting.request(Map.of("id", "x".repeat(2000))));
        }
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).isEqualTo("WARN order 7 ERROR forged");
        assertThat(lines.getLast()).hasSize(5 + 1024 + 3).endsWith("...");
    }

    @Test
    void logRefusesUnknownLevels() {
        assertThatThrownBy(() -> Hosting.host("log", Map.of("text", "a", "level", "loud")))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("level: must be one of error, warn, info, debug, trace, was 'loud'");
    }

    private static HostedModule<Object> hostedLog(Map<String, Object> settings, List<String> lines) {
        LogType type = new LogType((Level level, String line) -> lines.add(level + " " + line));
        var catalog = new ModuleCatalog(List.of(type), List.of());
        return new HostedModule<>(catalog.build("log", Optional.empty(), settings), Ticker.SYSTEM);
    }

    @Test
    void sleepWaitsWithinItsBounds() {
        var reply = run("sleep", Map.of("min-sleep", "20ms", "max-sleep", "30ms", "seed", 1), "x");
        assertThat(reply.module().orElseThrow().totalTime()).isGreaterThanOrEqualTo(0.02);
        assertThatThrownBy(() -> Hosting.host("sleep", Map.of("min-sleep", "2s", "max-sleep", "1s")))
                .hasMessageContaining("max-sleep: must be at least min-sleep");
    }
}
