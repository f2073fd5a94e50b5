package io.millrace.service.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names of metrics in the dashboard and the alerts of a service. */
public final class Monitoring {

    private static final Pattern EXPRESSION =
            Pattern.compile("\"expr\": \"((?:[^\"\\\\]|\\\\.)*)\"|^ +expr: (.*)$", Pattern.MULTILINE);
    private static final Pattern LABELS = Pattern.compile("\\{[^}]*}|\\b(?:by|on|without) \\([^)]*\\)");
    private static final Pattern EXPORTED = Pattern.compile("^([a-z_]+)[{ ]", Pattern.MULTILINE);
    /** What exists only after an event that a test does not provoke. */
    private static final String COLLECTION = "jvm_gc_pause_seconds_sum";

    private Monitoring() {}

    /**
     * Every metric that the dashboard and the alerts of a service name is exported.
     *
     * @param service names {@code dashboards/SERVICE.json} and {@code rules/SERVICE.yml}
     * @param prefixes what names of its own meters begin with, {@code mq} for {@code mq_queue_depth}
     * @param exposition what {@code /q/metrics} answers
     * @param elsewhere names that exist only after an event that the test does not provoke
     * @return the names
     */
    public static Set<String> check(String service, Set<String> prefixes, String exposition, String... elsewhere) {
        Set<String> named = named(service, prefixes);
        assertThat(named).contains("jvm_memory_used_bytes").containsAll(List.of(elsewhere));
        Set<String> there = EXPORTED.matcher(exposition)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        Set<String> wanted = new TreeSet<>(named);
        wanted.remove(COLLECTION);
        Set.of(elsewhere).forEach(wanted::remove);
        assertThat(there).containsAll(wanted);
        return named;
    }

    private static Set<String> named(String service, Set<String> prefixes) {
        Pattern name = Pattern.compile("\\b(?:" + String.join("|", prefixes) + "|jvm|process|system|http)_[a-z_]+\\b");
        try (Stream<Path> files = Files.walk(Repository.path("deploy"))) {
            return files.filter(file -> file.endsWith("dashboards/" + service + ".json")
                            || file.endsWith("rules/" + service + ".yml"))
                    .flatMap(file -> EXPRESSION.matcher(Repository.text(file)).results())
                    .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                    .map(expression -> LABELS.matcher(expression).replaceAll(""))
                    .flatMap(expression -> name.matcher(expression).results())
                    .map(MatchResult::group)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
