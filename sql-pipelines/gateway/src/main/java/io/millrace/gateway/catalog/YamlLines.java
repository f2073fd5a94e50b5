package io.millrace.gateway.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A text as lines that can be replaced, with the places of YAML nodes in it. Lines count from 0 here. */
final class YamlLines {

    private static final Pattern LINE =
            Pattern.compile("[^\\n\\r\\u0085\\u2028\\u2029]*(\\r\\n|[\\n\\r\\u0085\\u2028\\u2029]|$)");

    /** Lines {@code from} (inclusive) to {@code to} (exclusive) become others. */
    record Change(int from, int to, List<String> lines) {}

    private final List<String> lines = new ArrayList<>();
    private final String lineEnd;

    YamlLines(String text) {
        lineEnd = text.contains("\r\n") ? "\r\n" : "\n";
        Matcher matcher = LINE.matcher(text);
        while (matcher.find() && !matcher.group().isEmpty()) {
            lines.add(matcher.group());
        }
    }

    /** The text with all changes made; they must not overlap. */
    String with(List<Change> changes) {
        List<String> result = new ArrayList<>(lines);
        changes.stream()
                .sorted(Comparator.comparingInt(Change::from).reversed())
                .forEach(change -> {
                    List<String> part = result.subList(change.from(), change.to());
                    part.clear();
                    part.addAll(
                            change.lines().stream().map(line -> line + lineEnd).toList());
                    if (change.from() > 0) {
                        result.set(change.from() - 1, ended(result.get(change.from() - 1)));
                    }
                });
        return String.join("", result);
    }

    /** A line without its line end. */
    String line(int number) {
        return lines.get(number).stripTrailing();
    }

    boolean isBlank(int number) {
        return number >= 0 && number < lines.size() && lines.get(number).isBlank();
    }

    /** True when both lines exist and the second is a comment that begins at that column. */
    boolean isComment(int number, int column) {
        return number >= 0
                && number < lines.size()
                && lines.get(number).strip().startsWith("#")
                && lines.get(number).indexOf('#') == column;
    }

    int count() {
        return lines.size();
    }

    /** The line with the dash of a block sequence's item. */
    int dashLine(Node item) {
        Mark start = item.getStartMark();
        int line = start.getLine();
        String before = lines.get(line).substring(0, offset(line, start.getColumn()));
        while (before.isBlank() || before.strip().startsWith("#")) {
            before = lines.get(--line);
        }
        return line;
    }

    /** The column of the dash in front of an item. */
    int dashColumn(Node item) {
        return lines.get(dashLine(item)).indexOf('-');
    }

    /** The last line that carries something of the node. */
    int lastLine(Node node) {
        if (node instanceof MappingNode mapping && !mapping.getValue().isEmpty() && isBlock(mapping.getFlowStyle())) {
            NodeTuple last = mapping.getValue().getLast();
            return Math.max(lastLine(last.getKeyNode()), lastLine(last.getValueNode()));
        }
        if (node instanceof SequenceNode sequence
                && !sequence.getValue().isEmpty()
                && isBlock(sequence.getFlowStyle())) {
            return lastLine(sequence.getValue().getLast());
        }
        Mark end = node.getEndMark();
        int line = Math.min(end.getLine(), lines.size() - 1);
        if (end.getLine() < lines.size()
                && !lines.get(line).substring(0, offset(line, end.getColumn())).isBlank()) {
            return line;
        }
        line = end.getLine() - 1;
        while (line > node.getStartMark().getLine() && isBlank(line)) {
            line--;
        }
        return Math.min(line, lines.size() - 1);
    }

    /** The position of a column, which counts code points, in a line. */
    int offset(int line, int column) {
        String text = lines.get(line);
        return column >= text.codePointCount(0, text.length()) ? text.length() : text.offsetByCodePoints(0, column);
    }

    static boolean isBlock(FlowStyle style) {
        return style == FlowStyle.BLOCK;
    }

    private String ended(String line) {
        return line.endsWith("\n") || line.endsWith("\r") ? line : line + lineEnd;
    }
}
