package io.millrace.gateway.catalog;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * YAML text as nodes with positions. Nothing is ever constructed from a tag: tags are text that is looked at, so a
 * document cannot make this process run anything.
 */
final class YamlDocument {

    private static final String PYTHON = "tag:yaml.org,2002:python/";
    private static final int MAX_DEPTH = 12;
    private static final int MAX_NODES = 1_000_000;

    private final @Nullable Node root;
    private final List<CatalogProblem> warnings = new ArrayList<>();
    private boolean tagged;
    private int nodes;

    private YamlDocument(@Nullable Node root) {
        this.root = root;
    }

    /**
     * @param file name for the messages
     * @throws CatalogException when this is not YAML
     */
    static YamlDocument parse(String file, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        options.setNestingDepthLimit(50);
        // tags only become text of nodes: the document is composed, never constructed
        options.setTagInspector(_ -> true);
        try {
            return new YamlDocument(new Yaml(new SafeConstructor(options)).compose(new StringReader(text)));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            String context = e.getContext() == null ? "" : " " + e.getContext();
            throw failure(file, mark, "not YAML: " + e.getProblem() + context);
        } catch (ReaderException e) {
            int before = Math.min(e.getPosition(), text.length());
            int line = (int) text.substring(0, before)
                            .chars()
                            .filter(c -> c == '\n')
                            .count()
                    + 1;
            int column = before - (text.lastIndexOf('\n', Math.max(0, before - 1)) + 1) + 1;
            throw new CatalogException(
                    file,
                    List.of(new CatalogProblem(
                            line,
                            Math.max(1, column),
                            "",
                            "not YAML: the character U+%04X is not allowed".formatted(e.getCodePoint()))));
        } catch (YAMLException e) {
            throw failure(file, null, "not YAML: " + e.getMessage());
        }
    }

    /** The topmost node, null for an empty document. */
    @Nullable
    Node root() {
        return root;
    }

    /** True when the file carries tags of the Python prototype. */
    boolean tagged() {
        return tagged;
    }

    List<CatalogProblem> warnings() {
        return warnings;
    }

    /** The document as plain data, null when it is empty. */
    @Nullable
    Value value() {
        return root == null ? null : value(root, 0);
    }

    private Value value(Node node, int depth) {
        int line = node.getStartMark().getLine() + 1;
        int column = node.getStartMark().getColumn() + 1;
        nodes++;
        if (depth > MAX_DEPTH || nodes > MAX_NODES) {
            return new Value.Scalar(Value.Kind.NOTHING, "", line, column);
        }
        if (node.getTag().getValue().startsWith(PYTHON) && !tagged) {
            tagged = true;
            warnings.add(new CatalogProblem(
                    line,
                    column,
                    "",
                    "carries tags of the Python prototype (!!"
                            + node.getTag().getValue().substring(18)
                            + "), which are read as plain data; the next change through the API writes plain YAML"));
        }
        return switch (node) {
            case ScalarNode scalar -> new Value.Scalar(kind(scalar), scalar.getValue(), line, column);
            case SequenceNode sequence ->
                new Value.Items(
                        sequence.getValue().stream()
                                .map(item -> value(item, depth + 1))
                                .toList(),
                        line,
                        column);
            case MappingNode mapping -> fields(mapping, depth, line, column);
            default -> new Value.Scalar(Value.Kind.NOTHING, "", line, column);
        };
    }

    private Value fields(MappingNode mapping, int depth, int line, int column) {
        List<Value.Field> fields = new ArrayList<>();
        Map<String, Value.Field> merged = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node key = tuple.getKeyNode();
            if (key.getTag().equals(Tag.MERGE)) {
                merge(value(tuple.getValueNode(), depth + 1), merged);
                continue;
            }
            String name = key instanceof ScalarNode scalar ? scalar.getValue() : "?";
            fields.add(new Value.Field(
                    name,
                    key.getStartMark().getLine() + 1,
                    key.getStartMark().getColumn() + 1,
                    value(tuple.getValueNode(), depth + 1)));
        }
        for (Value.Field field : fields) {
            merged.remove(field.key());
        }
        fields.addAll(merged.values());
        // the prototype wraps an object's own keys one level deeper, beside its book-keeping
        if (mapping.getTag().getValue().startsWith(PYTHON)) {
            for (Value.Field field : fields) {
                if (field.key().equals("__dict__") && field.value() instanceof Value.Fields own) {
                    return own;
                }
            }
        }
        return new Value.Fields(List.copyOf(fields), line, column);
    }

    private static void merge(Value value, Map<String, Value.Field> into) {
        switch (value) {
            case Value.Fields fields -> fields.fields().forEach(field -> into.putIfAbsent(field.key(), field));
            case Value.Items items -> items.items().forEach(item -> merge(item, into));
            case Value.Scalar _ -> {}
        }
    }

    private static Value.Kind kind(ScalarNode scalar) {
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.INT)) {
            return Value.Kind.INTEGER;
        }
        if (tag.equals(Tag.FLOAT)) {
            return Value.Kind.NUMBER;
        }
        if (tag.equals(Tag.BOOL)) {
            return Value.Kind.BOOLEAN;
        }
        return tag.equals(Tag.NULL) ? Value.Kind.NOTHING : Value.Kind.TEXT;
    }

    private static CatalogException failure(String file, @Nullable Mark mark, String message) {
        return new CatalogException(
                file,
                List.of(new CatalogProblem(
                        mark == null ? 0 : mark.getLine() + 1, mark == null ? 0 : mark.getColumn() + 1, "", message)));
    }
}
