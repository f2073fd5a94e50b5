package io.millrace.pipeline.graph;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** Everything that is wrong with one document, and the values of its variables. */
final class GraphProblems {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_.-]*)(?::([^}]*))?}");
    // aliases can make a small document a huge one
    private static final int MAX_VALUES = 100_000;

    private final String fileName;
    private final Map<String, String> variables;
    // a value may be looked at twice; what is wrong with it is told once
    private final Set<GraphProblem> list = new LinkedHashSet<>();
    private int values;

    GraphProblems(String fileName, Map<String, String> variables) {
        this.fileName = fileName;
        this.variables = Map.copyOf(variables);
    }

    void add(@Nullable Node node, String path, String message) {
        Mark mark = node == null ? null : node.getStartMark();
        list.add(new GraphProblem(
                mark == null ? 0 : mark.getLine() + 1, mark == null ? 0 : mark.getColumn() + 1, path, message));
    }

    /** Counts a value that was read; throws at once when a document has too many. */
    void count(Node node, String path) {
        if (++values > MAX_VALUES) {
            add(node, path, "has more than " + MAX_VALUES + " values, aliases counted each time");
            throw failure();
        }
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
            add(node, path, "${" + name + "} has no value here; give it one, or write ${" + name + ":otherwise}");
            return match.group();
        }
        return value;
    }

    void throwIfAny() {
        if (!list.isEmpty()) {
            throw failure();
        }
    }

    GraphException failure() {
        return new GraphException(
                fileName,
                list.stream()
                        .sorted(Comparator.comparingInt(GraphProblem::line).thenComparingInt(GraphProblem::column))
                        .toList());
    }

    /** All problems, and one of the document as a whole. */
    GraphException failure(@Nullable Mark mark, String message) {
        list.add(new GraphProblem(
                mark == null ? 0 : mark.getLine() + 1, mark == null ? 0 : mark.getColumn() + 1, "", message));
        return failure();
    }
}
