package io.millrace.gateway.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every metric that a dashboard or an alert names is one that a running gateway exports. */
@QuarkusTest
final class MonitoringTest {

    private static final Path DEPLOY = deploy();
    private static final Pattern EXPRESSION =
            Pattern.compile("\"expr\": \"((?:[^\"\\\\]|\\\\.)*)\"|^ +expr: (.*)$", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("\\b(?:sql|stream|jvm|process|system|http)_[a-z_]+\\b");
    /** What Prometheus itself adds, and names that exist only after an event that a test does not provoke. */
    private static final Set<String> ELSEWHERE =
            Set.of("sql_errors_total", "sql_rows_dropped_rows_total", "jvm_gc_pause_seconds_sum");

    @Test
    void everyMetricOfDashboardsAndAlertsExists() throws IOException {
        given().queryParam("limit", 1).get("/queries/pipeline1").then().statusCode(200);
        given().get("/queries/pipeline3").then().statusCode(200);
        String exposition = given().accept("text/plain")
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        Set<String> exported = Pattern.compile("^([a-z_]+)[{ ]", Pattern.MULTILINE)
                .matcher(exposition)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());

        Set<String> named = named();
        assertThat(named).contains("sql_rows_out_rows_total", "sql_errors_total", "jvm_memory_used_bytes");
        named.removeAll(ELSEWHERE);
        assertThat(exported).containsAll(named);
    }

    private static Set<String> named() throws IOException {
        try (Stream<Path> files = Files.walk(DEPLOY)) {
            return files.filter(file -> file.toString().matches(".*/(dashboards/[^/]+\\.json|rules/[^/]+\\.yml)"))
                    .flatMap(file -> EXPRESSION.matcher(text(file)).results())
                    .flatMap(expression -> NAME.matcher(
                                    expression.group(1) == null ? expression.group(2) : expression.group(1))
                            .results())
                    .map(name -> name.group())
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
