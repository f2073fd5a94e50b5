package io.millrace.pipeline.graph;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A mapping of a document. What was never asked for is a problem once {@link #finish} is called. */
final class YamlSettings implements Settings {

    private final GraphProblems problems;
    private final String path;
    private final Node node;
    private final Map<String, NodeTuple> fields = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private final List<YamlSettings> sections = new ArrayList<>();

    YamlSettings(GraphProblems problems, String path, Node node) {
        this.problems = problems;
        this.path = path;
        this.node = node;
        problems.count(node, path);
        if (!(node instanceof MappingNode mapping)) {
            problems.add(node, path, "expected a mapping of keys, found " + words(node));
            return;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            if (fields.putIfAbsent(key, tuple) != null) {
                problems.add(tuple.getKeyNode(), at(key), "stands twice; remove one of the two");
            }
        }
    }

    /** One without keys; its problems are told at that place. */
    static YamlSettings empty(GraphProblems problems, String path, Node place) {
        Node nothing =
                new MappingNode(Tag.MAP, true, List.of(), place.getStartMark(), place.getEndMark(), FlowStyle.BLOCK);
        return new YamlSettings(problems, path, nothing);
    }

    /** All of it as plain values, without counting as having been asked for. */
    @Nullable
    Object plain() {
        return node instanceof MappingNode ? new PlainNodes(problems).value(node, path) : null;
    }

    /** Tells the keys that nobody asked for, here and in the sections below. */
    void finish() {
        sections.forEach(YamlSettings::finish);
        fields.forEach((key, tuple) -> {
            if (!asked.contains(key)) {
                problems.add(
                        tuple.getKeyNode(),
                        at(key),
                        asked.isEmpty()
                                ? "unknown key; none is known here"
                                : "unknown key; known are " + String.join(", ", asked));
            }
        });
    }

    String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    String path() {
        return path;
    }

    Node node() {
        return node;
    }

    /** The keys that are there. */
    Set<String> keys() {
        return fields.keySet();
    }

    @Nullable
    Node node(String key) {
        asked.add(key);
        NodeTuple tuple = fields.get(key);
        return tuple == null ? null : tuple.getValueNode();
    }

    @Override
    public String text(String key, String orElse) {
        return text(key).orElse(orElse);
    }

    @Override
    public Optional<String> text(String key) {
        Node value = node(key);
        return value == null ? Optional.empty() : scalar(value, at(key));
    }

    private Optional<String> scalar(Node value, String at) {
        if (value instanceof ScalarNode scalar
                && !(scalar.getValue().isEmpty() && scalar.getTag().equals(Tag.NULL))) {
            return Optional.of(problems.substitute(value, at, scalar.getValue()));
        }
        problems.add(value, at, "expected a value, found " + words(value));
        return Optional.empty();
    }

    @Override
    public String requiredText(String key) {
        Optional<String> text = text(key);
        if (text.isEmpty() && !fields.containsKey(key)) {
            problems.add(node, at(key), "is missing");
        }
        return text.orElse("");
    }

    @Override
    public int integer(String key, int orElse, int min, int max) {
        return parsed(key, orElse, "a whole number from " + min + " to " + max, text -> {
            int number = Integer.parseInt(text);
            return number >= min && number <= max ? number : null;
        });
    }

    @Override
    public double number(String key, double orElse, double min, double max) {
        return parsed(key, orElse, "a number from " + Scalars.plain(min) + " to " + Scalars.plain(max), text -> {
            double number = Double.parseDouble(text);
            return number >= min && number <= max ? number : null;
        });
    }

    @Override
    public boolean flag(String key, boolean orElse) {
        return parsed(key, orElse, "true or false", Scalars::flag);
    }

    @Override
    public Duration duration(String key, Duration orElse) {
        return parsed(key, orElse, "a duration, for example 500ms, 10s or 2m", Scalars::duration);
    }

    /** A size such as {@code 512K}, {@code 16M}, {@code 1000}. */
    long size(String key, long orElse) {
        return parsed(key, orElse, "a size in bytes, for example 1000, 512K or 16M", Scalars::size);
    }

    <V> V parsed(String key, V orElse, String expected, Function<String, @Nullable V> parse) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return orElse;
        }
        V value;
        try {
            value = parse.apply(text.get());
        } catch (NumberFormatException e) {
            value = null;
        }
        if (value == null) {
            problem(key, "expected " + expected + ", found '" + text.get() + "'");
            return orElse;
        }
        return value;
    }

    @Override
    public List<String> texts(String key) {
        Node value = node(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof SequenceNode list)) {
            return scalar(value, at(key)).map(List::of).orElse(List.of());
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < list.getValue().size(); i++) {
            scalar(list.getValue().get(i), at(key) + "[" + i + "]").ifPresent(texts::add);
        }
        return List.copyOf(texts);
    }

    @Override
    public Optional<Object> value(String key) {
        Node value = node(key);
        return value == null ? Optional.empty() : Optional.ofNullable(new PlainNodes(problems).value(value, at(key)));
    }

    @Override
    public YamlSettings section(String key) {
        Node value = node(key);
        YamlSettings section =
                value == null ? empty(problems, at(key), node) : new YamlSettings(problems, at(key), value);
        sections.add(section);
        return section;
    }

    /** A mapping within a list below a key. */
    YamlSettings item(String key, int index, Node value) {
        YamlSettings section = new YamlSettings(problems, at(key) + "[" + index + "]", value);
        sections.add(section);
        return section;
    }

    @Override
    @SuppressWarnings("NullAway") // plain values may be null
    public Map<String, Object> all() {
        asked.addAll(fields.keySet());
        Object plain = plain();
        Map<String, Object> all = new LinkedHashMap<>();
        if (plain instanceof Map<?, ?> map) {
            map.forEach((key, value) -> all.put(String.valueOf(key), value));
        }
        return Collections.unmodifiableMap(all);
    }

    @Override
    public boolean has(String key) {
        asked.add(key);
        return fields.containsKey(key);
    }

    @Override
    public void problem(String key, String text) {
        NodeTuple place = fields.get(key);
        problems.add(place == null ? node : place.getValueNode(), at(key), text);
    }

    static String words(Node node) {
        return switch (node) {
            case ScalarNode scalar when scalar.getValue().isEmpty() -> "nothing";
            case ScalarNode scalar -> "'" + scalar.getValue() + "'";
            case SequenceNode list when list.getValue().isEmpty() -> "an empty list";
            case SequenceNode _ -> "a list";
            default -> "a mapping";
        };
    }
}
