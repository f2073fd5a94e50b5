package io.millrace.pipeline.builtin;

import static io.millrace.pipeline.builtin.Hosting.error;
import static io.millrace.pipeline.builtin.Hosting.run;
import static io.millrace.pipeline.builtin.Hosting.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.pipeline.Status;
import io.millrace.pipeline.graph.GraphException;
import io.millrace.pipeline.run.HostedModule;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldTypesTest {

    private static final Map<String, Object> ORDER =
            Map.of("id", 7L, "customer", Map.of("name", "Ada", "city", "Bath"), "lines", List.of("pen", "ink"));

    @Test
    void setPutsAnyValueAtAPath() {
        assertThat(run("set", Map.of("key", "a.b", "value", List.of(1, "x")), Map.of("a", Map.of("c", 2)))
                        .data())
                .isEqualTo(Map.of("a", Map.of("b", List.of(1L, "x"), "c", 2)));
    }

    @Test
    void setWithoutAValuePutsNull() {
        assertThat(run("set", Map.of("key", "id"), ORDER).data())
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("id", null);
    }

    @Test
    void keepTakesAllElseAway() {
        assertThat(run("keep", Map.of("keys", List.of("customer.name", "id", "missing")), ORDER)
                        .data())
                .isEqualTo(Map.of("id", 7L, "customer", Map.of("name", "Ada")));
    }

    @Test
    void removeTakesKeysAway() {
        assertThat(run("remove", Map.of("keys", List.of("customer.city", "lines", "missing.too")), ORDER)
                        .data())
                .isEqualTo(Map.of("id", 7L, "customer", Map.of("name", "Ada")));
    }

    @Test
    void renameMovesAValue() {
        Map<String, Object> settings = Map.of("from", "customer.name", "to", "name");
        assertThat(run("rename", settings, ORDER).data())
                .isEqualTo(Map.of(
                        "id", 7L, "name", "Ada", "customer", Map.of("city", "Bath"), "lines", List.of("pen", "ink")));
        assertThat(run("rename", settings, Map.of("id", 1)).data()).isEqualTo(Map.of("id", 1));
    }

    @Test
    void extractMakesAValueTheDataAndWrapPutsItBack() {
        assertThat(run("extract", Map.of("key", "lines.1"), ORDER).data()).isEqualTo("ink");
        assertThat(run("wrap", Map.of("key", "line"), "ink").data()).isEqualTo(Map.of("line", "ink"));
        assertThat(error(run("extract", Map.of("key", "lines.2"), ORDER)))
                .isEqualTo("there is nothing at key 'lines.2'");
    }

    @Test
    void upperCaseAndAppendChangeTexts() {
        assertThat(run("upper-case", Map.of("key", "a"), Map.of("a", "straße")).data())
                .isEqualTo(Map.of("a", "STRASSE"));
        assertThat(run("append", Map.of("key", "a", "text", "!"), Map.of("a", "hey"))
                        .data())
                .isEqualTo(Map.of("a", "hey!"));
        assertThat(error(run("upper-case", Map.of("key", "id"), ORDER)))
                .isEqualTo("expected a text at key 'id', found a number");
    }

    @Test
    void scaleMultipliesAndAdds() {
        assertThat(run("scale", Map.of("key", "c", "to", "f", "factor", 1.8, "plus", 32), Map.of("c", 100L))
                        .data())
                .isEqualTo(Map.of("c", 100L, "f", 212.0));
        assertThat(error(run("scale", Map.of("key", "c"), Map.of("c", "warm"))))
                .isEqualTo("expected a number at key 'c', found a text");
    }

    @Test
    void templateFillsInValues() {
        assertThat(run(
                                "template",
                                Map.of("key", "text", "text", "{{{id}}} {customer.name}: {lines.0}, {ok} {amount}"),
                                Map.of(
                                        "id",
                                        7L,
                                        "customer",
                                        Map.of("name", "Ada"),
                                        "lines",
                                        List.of("pen"),
                                        "ok",
                                        true,
                                        "amount",
                                        2.5))
                        .data())
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("text", "{7} Ada: pen, true 2.5");
        assertThat(error(run("template", Map.of("key", "t", "text", "{nobody}"), ORDER)))
                .isEqualTo("there is nothing at key 'nobody'");
        assertThat(error(run("template", Map.of("key", "t", "text", "{customer}"), ORDER)))
                .isEqualTo("expected a text, number or truth value at key 'customer', found a map");
    }

    @ParameterizedTest
    @CsvSource({"a { b, '{', 2", "a } b, '}', 2", "{}, '{}', 0"})
    void templateRefusesLoneBraces(String text, String brace, int place) {
        assertThatThrownBy(() -> Hosting.host("template", Map.of("key", "t", "text", text)))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("has a lone '" + brace + "' after " + place + " characters");
    }

    @Test
    void validateFailsWithTheReferencesWords() {
        Map<String, Object> settings = Map.of("keys", List.of("id", "customer.name"));
        assertThat(status(run("validate", settings, ORDER))).isEqualTo(Status.SUCCESS);
        assertThat(error(run("validate", settings, Map.of("id", 1, "customer", Map.of("name", "")))))
                .isEqualTo("Validation failed: customer.name missing");
    }

    @Test
    void counterNumbersPerInstance() {
        Map<String, Object> settings = Map.of("key", "n", "from", 5);
        try (HostedModule<Object> one = Hosting.host("counter", settings);
                HostedModule<Object> other = Hosting.host("counter", settings)) {
            assertThat(one.run(Hosting.request(Map.of())).data()).isEqualTo(Map.of("n", 5L));
            assertThat(one.run(Hosting.request(Map.of())).data()).isEqualTo(Map.of("n", 6L));
            assertThat(other.run(Hosting.request(Map.of())).data()).isEqualTo(Map.of("n", 5L));
        }
    }

    @Test
    void needsAMap() {
        assertThat(error(run("set", Map.of("key", "a", "value", 1), "text")))
                .isEqualTo("expected a map as data, found a text");
        assertThat(run("set", Map.of("key", "a", "value", 1), "text").data())
                .as("a failed module leaves the data alone")
                .isEqualTo("text");
    }
}
