package io.millrace.ingest.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads YAML to nodes and never constructs, so that tags do nothing. */
final class TreeReader {

    private static final int MAX_VALUES = 100_000;
    private static final int MAX_NESTING = 50;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Secrets secrets;
    private final Problems problems;
    private final Resolver resolver = new Resolver();
    private final Map<String, Place> places = new HashMap<>();
    private final Map<String, Place> keys = new HashMap<>();
    private int values;

    private record Value(JsonNode resolved, @Nullable Object shown) {}

    private TreeReader(Secrets secrets, Problems problems) {
        this.secrets = secrets;
        this.problems = problems;
    }

    static Tree read(String text, Secrets secrets, Problems problems) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(MAX_NESTING);
        try {
            Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            if (root == null) {
                throw problems.failure(new Place(1, 1), "is empty; expected source and sink, or pipelines");
            }
            TreeReader reader = new TreeReader(secrets, problems);
            Value value = reader.value(root, "", "");
            Object shown = value.shown();
            return new Tree(value.resolved(), shown == null ? Map.of() : shown, reader.places, reader.keys);
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            throw problems.failure(place(mark), "not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw problems.failure(Place.NOWHERE, "not YAML: " + e.getMessage());
        }
    }

    private static Place place(@Nullable Mark mark) {
        return mark == null ? Place.NOWHERE : new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private Value value(Node node, String path, String key) {
        if (++values > MAX_VALUES) {
            throw problems.failure(place(node.getStartMark()), "has more than " + MAX_VALUES + " values");
        }
        places.put(path, place(node.getStartMark()));
        return switch (node) {
            case ScalarNode scalar -> scalar(scalar, path, key);
            case SequenceNode sequence -> items(sequence, path, key);
            case MappingNode mapping -> fields(mapping, path);
            default -> new Value(NODES.nullNode(), null);
        };
    }

    private Value items(SequenceNode sequence, String path, String key) {
        ArrayNode items = NODES.arrayNode();
        List<Object> shown = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            Value value = value(item, path + "[" + items.size() + "]", key);
            items.add(value.resolved());
            Object visible = value.shown();
            shown.add(visible == null ? "" : visible);
        }
        return new Value(items, List.copyOf(shown));
    }

    private Value fields(MappingNode mapping, String path) {
        String file = secretFile(mapping);
        if (file != null) {
            String secret = secrets.file(file, place(mapping.getStartMark()), path);
            return new Value(NODES.textNode(secret), Map.of("file", file));
        }
        ObjectNode fields = NODES.objectNode();
        Map<String, Object> shown = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            String at = Tree.child(path, key);
            Place place = place(tuple.getKeyNode().getStartMark());
            if (fields.has(key)) {
                problems.add(place, at, "stands twice; remove one of the two");
                continue;
            }
            keys.put(at, place);
            Value value = value(tuple.getValueNode(), at, key);
            fields.set(key, value.resolved());
            Object visible = value.shown();
            if (visible != null) {
                shown.put(key, visible);
            }
        }
        return new Value(fields, shown);
    }

    /** The name in <code>{file: name}</code>, which stands for what the file says; null when it is something else. */
    private static @Nullable String secretFile(MappingNode mapping) {
        if (mapping.getValue().size() == 1) {
            NodeTuple only = mapping.getValue().getFirst();
            if (only.getKeyNode() instanceof ScalarNode key
                    && key.getValue().equals("file")
                    && only.getValueNode() instanceof ScalarNode name) {
                return name.getValue();
            }
        }
        return null;
    }

    private Value scalar(ScalarNode node, String path, String key) {
        String text = node.getValue();
        if (!Secrets.isReference(text)) {
            JsonNode value = typed(node.getTag(), text, key);
            return new Value(value, value.isTextual() ? Secrets.shown(key, text) : shown(key, value));
        }
        String resolved = secrets.resolve(text, place(node.getStartMark()), path);
        boolean plain = node.getScalarStyle() == ScalarStyle.PLAIN && !resolved.isEmpty();
        Tag tag = plain ? resolver.resolve(NodeId.scalar, resolved, true) : Tag.STR;
        return new Value(typed(tag, resolved, key), text);
    }

    private static @Nullable Object shown(String key, JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        return value.isBoolean()
                ? (Object) value.asBoolean()
                : value.isNumber() ? value.numberValue() : Secrets.shown(key, value.asText());
    }

    private static JsonNode typed(Tag tag, String text, String key) {
        if (tag.equals(Tag.NULL)) {
            return NODES.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return NODES.booleanNode(List.of("true", "yes", "on").contains(text.toLowerCase(Locale.ROOT)));
        }
        try {
            if (tag.equals(Tag.INT)) {
                BigInteger number = new BigInteger(text.replace("_", ""));
                return number.bitLength() < 32
                        ? NODES.numberNode(number.intValue())
                        : number.bitLength() < 64 ? NODES.numberNode(number.longValue()) : NODES.numberNode(number);
            }
            if (tag.equals(Tag.FLOAT)) {
                return NODES.numberNode(new BigDecimal(text.replace("_", "")));
            }
        } catch (NumberFormatException _) {
            return NODES.textNode(text); // octal, infinite and the like: nothing here wants them
        }
        Long size = key.endsWith("bytes") ? Values.size(text) : null;
        return size == null ? NODES.textNode(text) : NODES.numberNode((long) size);
    }
}
