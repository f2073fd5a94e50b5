package io.millrace.pipeline.graph;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Nodes of YAML as plain values. Only {@code true}, {@code false} and {@code null} are words of a meaning of their own;
 * what is quoted is a text.
 */
final class PlainNodes {

    private static final Pattern INTEGER = Pattern.compile("[-+]?\\d{1,1000}");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,4})?");

    private final GraphProblems problems;
    private final Deque<Node> around = new ArrayDeque<>();

    PlainNodes(GraphProblems problems) {
        this.problems = problems;
    }

    @SuppressWarnings("ReferenceEquality") // an alias is the very same node
    @Nullable
    Object value(Node node, String path) {
        problems.count(node, path);
        if (around.stream().anyMatch(outer -> outer == node)) {
            problems.add(node, path, "contains itself through an alias");
            return null;
        }
        around.push(node);
        try {
            return switch (node) {
                case ScalarNode scalar -> scalar(scalar, path);
                case SequenceNode list -> list(list, path);
                case MappingNode map -> map(map, path);
                default -> throw new IllegalStateException("no value: " + node.getNodeId());
            };
        } finally {
            around.pop();
        }
    }

    private @Nullable Object scalar(ScalarNode node, String path) {
        String text = problems.substitute(node, path, node.getValue());
        if (node.getTag().equals(Tag.BINARY)) {
            try {
                return Base64.getMimeDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                problems.add(node, path, "is not base64: " + e.getMessage());
                return null;
            }
        }
        // what a variable stands for is read as if it had been written there
        boolean word = node.getTag().equals(Tag.STR) && text.equals(node.getValue());
        return node.getScalarStyle() == ScalarStyle.PLAIN && !word ? plain(text) : text;
    }

    /** What a text without quotes stands for. */
    static @Nullable Object plain(String text) {
        if (text.isEmpty() || text.equals("null") || text.equals("~")) {
            return null;
        }
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        if (INTEGER.matcher(text).matches()) {
            BigInteger number = new BigInteger(text);
            return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
        }
        return DECIMAL.matcher(text).matches() ? (Object) Double.valueOf(text) : text;
    }

    private List<@Nullable Object> list(SequenceNode node, String path) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < node.getValue().size(); i++) {
            values.add(value(node.getValue().get(i), path + "[" + i + "]"));
        }
        return Collections.unmodifiableList(values);
    }

    private Map<String, @Nullable Object> map(MappingNode node, String path) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                values.put(key.getValue(), value(tuple.getValueNode(), path + "." + key.getValue()));
            } else {
                problems.add(tuple.getKeyNode(), path, "keys must be texts");
            }
        }
        return Collections.unmodifiableMap(values);
    }
}
