package io.millrace.mq.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
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

/** Every metric that a dashboard or an alert names is one that a running service exports. */
@QuarkusTest
@TestProfile(PongProfile.class)
final class MonitoringTest {

    private static final Path DEPLOY = deploy();
    private static final Pattern EXPRESSION =
            Pattern.compile("\"expr\": \"((?:[^\"\\\\]|\\\\.)*)\"|^ +expr: (.*)$", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("\\b(?:mq|jvm|process|system|http)_[a-z_]+\\b");
    /** Names that exist only after an event that a test does not provoke, and only on Linux. */
    private static final Set<String> ELSEWHERE = Set.of("jvm_gc_pause_seconds_sum", "mq_kernel_drops_total");

    @Test
    void everyMetricOfDashboardsAndAlertsExists() throws IOException {
        // the meters of the hub are there when it was first used
        given().get("/hub").then().statusCode(200);
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
                .contains("mq_messages_put_total", "mq_queue_dead", "mq_node_running", "jvm_memory_used_bytes");
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
                    .map(MatchResult::group)
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
