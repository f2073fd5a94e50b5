package io.millrace.mq.topology;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** Everything that is wrong with one file, and the values of its variables. */
final class Problems {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_.-]*)(?::([^}]*))?}");

    private final Map<String, String> variables;
    // a value may be looked at twice; what is wrong with it is told once
    private final Set<TopologyProblem> list = new LinkedHashSet<>();

    Problems(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    void add(@Nullable Node node, String path, String message) {
        Mark mark = node == null ? null : node.getStartMark();
        list.add(new TopologyProblem(
                mark == null ? 0 : mark.getLine() + 1, mark == null ? 0 : mark.getColumn() + 1, path, message));
    }

    /** The text with {@code ${name}} and {@code ${name:otherwise}} replaced. */
    String substitute(Node node, String path, String text) {
        return VARIABLE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value(node, path, match)));
    }

    private String value(Node node, String path, MatchResult match) {
        String name = match.group(1);
        String otherwise = match.group(2);
        String value = variables.getOrDefault(name, otherwise);
        if (value == null) {
            add(
                    node,
                    path,
                    "${" + name + "} has no value; give one with --set " + name + "=... or as environment variable");
            return match.group();
        }
        return value;
    }

    boolean isEmpty() {
        return list.isEmpty();
    }

    List<TopologyProblem> sorted() {
        return list.stream()
                .sorted(Comparator.comparingInt(TopologyProblem::line).thenComparingInt(TopologyProblem::column))
                .toList();
    }
}
