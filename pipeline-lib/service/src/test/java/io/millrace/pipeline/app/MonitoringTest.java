package io.millrace.pipeline.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every metric that the dashboard or an alert of module pipelines names is one that a running service exports. */
@QuarkusTest
final class MonitoringTest {

    private static final Path DEPLOY = deploy();
    private static final Pattern EXPRESSION =
            Pattern.compile("\"expr\": \"((?:[^\"\\\\]|\\\\.)*)\"|^ +expr: (.*)$", Pattern.MULTILINE);
    private static final Pattern NAME =
            Pattern.compile("\\b(?:pipeline|controller|phase|module|modules|jvm|process|system|http)_[a-z_]+\\b");
    /** Labels, whose names begin as those of metrics do. */
    private static final Pattern LABEL =
            Pattern.compile("(?:pipeline|pipeline_instance|controller|phase|module)_(?:name|id)");
    /** Names that exist only after an event that a test does not provoke. */
    private static final Set<String> ELSEWHERE = Set.of("jvm_gc_pause_seconds_sum");

    @Test
    void everyMetricOfTheDashboardAndTheAlertsExists() throws IOException {
        String exposition = given().accept("text/plain")
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        Set<String> exported = Pattern.compile("^([a-z_]+)[{ ]", Pattern.MULTILINE)
                .matcher(exposition)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toSet());

        Set<String> named = named();
        assertThat(named)
                .contains(
                        "pipeline_input_flowrate_total",
                        "controller_input_waiting_time_sum",
                        "module_success_time_sum",
                        "modules_registry_servers",
                        "jvm_memory_used_bytes");
        named.removeAll(ELSEWHERE);
        assertThat(exported).containsAll(named);
    }

    private static Set<String> named() throws IOException {
        try (Stream<Path> files = Files.walk(DEPLOY)) {
            return files.filter(file -> file.toString().matches(".*/(dashboards/modules\\.json|rules/modules\\.yml)"))
                    .flatMap(file -> EXPRESSION.matcher(text(file)).results())
                    .flatMap(expression -> NAME.matcher(
                                    expression.group(1) == null ? expression.group(2) : expression.group(1))
                            .results())
                    .map(MatchResult::group)
                    .filter(name -> !LABEL.matcher(name).matches())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Path deploy() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .map(folder -> folder.resolve("deploy"))
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow();
    }
}
