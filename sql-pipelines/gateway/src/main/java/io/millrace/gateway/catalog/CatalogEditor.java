package io.millrace.gateway.catalog;

import io.millrace.core.failure.FatalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Changes the text of a pipeline file line by line, so that comments and formatting of everything else stay. Each
 * attempt is read back and must say exactly what was intended; where no careful edit does, the file is written anew.
 */
final class CatalogEditor {

    /**
     * An edited text.
     *
     * @param kept true when everything that was not to change is as it was, comments included; false when the file had
     *     to be written anew
     */
    record Edit(String text, PipelineCatalog catalog, boolean kept) {}

    private final String file;
    private final String text;
    private final PipelineCatalog catalog;
    private final YamlLines lines;

    /** @throws CatalogException when the text is not a catalog */
    CatalogEditor(String file, String text) {
        this.file = file;
        this.text = text;
        this.catalog = CatalogReader.read(file, text);
        this.lines = new YamlLines(text);
    }

    PipelineCatalog catalog() {
        return catalog;
    }

    /** Appends a pipeline. */
    Edit add(PipelineSpec spec) {
        return first(catalog.with(spec), List.of(() -> insert(spec)));
    }

    /** Replaces the pipeline of that name, as little of it as possible. */
    Edit replace(PipelineSpec spec) {
        int index = index(spec.name());
        return first(catalog.replacing(spec), List.of(() -> keys(index, spec), () -> item(index, spec)));
    }

    /** Removes the pipeline of that name with the comment that stands directly above it. */
    Edit remove(String name) {
        return first(catalog.without(name), List.of(() -> cut(index(name))));
    }

    private Edit first(PipelineCatalog intended, List<Supplier<@Nullable String>> attempts) {
        boolean tagged =
                catalog.warnings().stream().anyMatch(warning -> warning.path().isEmpty());
        for (Supplier<@Nullable String> attempt : tagged ? List.<Supplier<@Nullable String>>of() : attempts) {
            String result = attempt.get();
            Edit edit = result == null ? null : verified(result, intended, true);
            if (edit != null) {
                return edit;
            }
        }
        Edit edit = verified(String.join("\n", YamlText.file(intended)) + "\n", intended, false);
        if (edit == null) {
            throw new FatalException("cannot write the pipelines of " + file + " as YAML");
        }
        return edit;
    }

    private @Nullable Edit verified(String result, PipelineCatalog intended, boolean kept) {
        try {
            PipelineCatalog read = CatalogReader.read(file, result);
            return read.sameAs(intended) ? new Edit(result, read, kept) : null;
        } catch (CatalogException _) {
            return null;
        }
    }

    private @Nullable String insert(PipelineSpec spec) {
        SequenceNode list = list();
        if (list == null) {
            return null;
        }
        if (list.getValue().isEmpty()) {
            int line = list.getStartMark().getLine();
            String old = lines.line(line);
            int from = lines.offset(line, list.getStartMark().getColumn());
            int to = old.indexOf(']', from) + 1;
            if (to == 0) {
                return null;
            }
            List<String> added = new ArrayList<>();
            added.add((old.substring(0, from).stripTrailing() + old.substring(to)).stripTrailing());
            added.addAll(YamlText.item(spec, 2));
            return lines.with(List.of(new YamlLines.Change(line, line + 1, added)));
        }
        Node last = list.getValue().getLast();
        List<String> added = new ArrayList<>();
        if (list.getValue().size() > 1 && lines.isBlank(firstLine(last) - 1)) {
            added.add("");
        }
        added.addAll(YamlText.item(spec, lines.dashColumn(last)));
        int at = lines.lastLine(last) + 1;
        return lines.with(List.of(new YamlLines.Change(at, at, added)));
    }

    private @Nullable String cut(int index) {
        SequenceNode list = list();
        if (list == null) {
            return null;
        }
        Node node = list.getValue().get(index);
        int from = firstLine(node);
        int to = lines.lastLine(node) + 1;
        boolean isLast = index == list.getValue().size() - 1;
        if (isLast) {
            while (lines.isBlank(from - 1) && index > 0) {
                from--;
            }
        } else {
            while (lines.isBlank(to)) {
                to++;
            }
        }
        List<YamlLines.Change> changes = new ArrayList<>();
        changes.add(new YamlLines.Change(from, to, List.of()));
        if (list.getValue().size() == 1) {
            NodeTuple key = tuple(root(), "pipelines");
            if (key == null) {
                return null;
            }
            int line = key.getKeyNode().getEndMark().getLine();
            String old = lines.line(line);
            int colon = old.indexOf(
                            ':',
                            lines.offset(line, key.getKeyNode().getEndMark().getColumn()))
                    + 1;
            changes.add(new YamlLines.Change(
                    line, line + 1, List.of(old.substring(0, colon) + " []" + old.substring(colon))));
        }
        return lines.with(changes);
    }

    private @Nullable String item(int index, PipelineSpec spec) {
        SequenceNode list = list();
        if (list == null) {
            return null;
        }
        Node node = list.getValue().get(index);
        return lines.with(List.of(new YamlLines.Change(
                lines.dashLine(node), lines.lastLine(node) + 1, YamlText.item(spec, lines.dashColumn(node)))));
    }

    /** Changes only the statements and options that differ. */
    private @Nullable String keys(int index, PipelineSpec spec) {
        SequenceNode list = list();
        if (list == null
                || !(list.getValue().get(index) instanceof MappingNode mapping)
                || !YamlLines.isBlock(mapping.getFlowStyle())) {
            return null;
        }
        PipelineSpec old = catalog.pipelines().get(index);
        List<YamlLines.Change> changes = new ArrayList<>();
        if (!options(mapping, old, spec, changes) || !statements(mapping, old, spec, changes)) {
            return null;
        }
        return lines.with(changes);
    }

    private boolean options(MappingNode mapping, PipelineSpec old, PipelineSpec spec, List<YamlLines.Change> changes) {
        Map<String, String> before = YamlText.options(old);
        Map<String, String> after = YamlText.options(spec);
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        List<String> added = new ArrayList<>();
        int column = mapping.getValue().getFirst().getKeyNode().getStartMark().getColumn();
        for (String key : keys) {
            String value = after.get(key);
            if (value != null && value.equals(before.get(key))) {
                continue;
            }
            NodeTuple tuple = tuple(mapping, key);
            if (tuple == null) {
                added.add(" ".repeat(column) + key + ": " + value);
                continue;
            }
            int line = tuple.getKeyNode().getStartMark().getLine();
            Node node = tuple.getValueNode();
            if (node.getStartMark().getLine() != line || node.getEndMark().getLine() != line) {
                return false;
            }
            String text = lines.line(line);
            if (value != null) {
                String changed = text.substring(
                                0, lines.offset(line, node.getStartMark().getColumn()))
                        + value
                        + text.substring(lines.offset(line, node.getEndMark().getColumn()));
                changes.add(new YamlLines.Change(line, line + 1, List.of(changed)));
            } else if (line == lines.dashLine(mapping)) {
                return false;
            } else {
                changes.add(new YamlLines.Change(line, line + 1, List.of()));
            }
        }
        NodeTuple name = tuple(mapping, "name");
        if (!added.isEmpty() && name != null) {
            int at = lines.lastLine(name.getValueNode()) + 1;
            changes.add(new YamlLines.Change(at, at, added));
        }
        return name != null;
    }

    private boolean statements(
            MappingNode mapping, PipelineSpec old, PipelineSpec spec, List<YamlLines.Change> changes) {
        if (old.sqls().equals(spec.sqls())) {
            return true;
        }
        NodeTuple tuple = tuple(mapping, "sqls");
        if (tuple == null
                || !(tuple.getValueNode() instanceof SequenceNode sqls)
                || !YamlLines.isBlock(sqls.getFlowStyle())
                || sqls.getValue().isEmpty()) {
            return false;
        }
        List<Node> nodes = sqls.getValue();
        if (nodes.size() != spec.sqls().size()) {
            changes.add(new YamlLines.Change(
                    lines.dashLine(nodes.getFirst()),
                    lines.lastLine(nodes.getLast()) + 1,
                    YamlText.statements(spec.sqls(), lines.dashColumn(nodes.getFirst()))));
            return true;
        }
        for (int i = 0; i < nodes.size(); i++) {
            if (!old.sqls().get(i).equals(spec.sqls().get(i))) {
                Node node = nodes.get(i);
                changes.add(new YamlLines.Change(
                        lines.dashLine(node),
                        lines.lastLine(node) + 1,
                        YamlText.statement(spec.sqls().get(i), lines.dashColumn(node))));
            }
        }
        return true;
    }

    /** The first line that belongs to an item: its dash, or the comment directly above it. */
    private int firstLine(Node item) {
        int line = lines.dashLine(item);
        int column = lines.dashColumn(item);
        while (lines.isComment(line - 1, column)) {
            line--;
        }
        return line;
    }

    private int index(String name) {
        for (int i = 0; i < catalog.pipelines().size(); i++) {
            if (catalog.pipelines().get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no pipeline " + name);
    }

    /** The list of pipelines when it can be edited line by line. */
    private @Nullable SequenceNode list() {
        NodeTuple tuple = tuple(root(), "pipelines");
        return tuple != null
                        && tuple.getValueNode() instanceof SequenceNode list
                        && (YamlLines.isBlock(list.getFlowStyle())
                                || list.getValue().isEmpty())
                ? list
                : null;
    }

    private @Nullable Node root() {
        return YamlDocument.parse(file, text).root();
    }

    private static @Nullable NodeTuple tuple(@Nullable Node node, String key) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode scalar
                        && scalar.getValue().equals(key)) {
                    return tuple;
                }
            }
        }
        return null;
    }
}
