package io.millrace.mq.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A mapping of a topology file: hands out typed values by key and notes everything that is wrong. */
final class Section {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(us|ms|s|m|h)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([KMG]?)");

    private final Problems problems;
    private final String path;
    private final Node node;
    private final Map<String, Node> fields = new LinkedHashMap<>();

    Section(Problems problems, String path, Node node, @Nullable List<String> known) {
        this.problems = problems;
        this.path = path;
        this.node = node;
        if (!(node instanceof MappingNode mapping)) {
            problems.add(node, path, "expected a mapping of keys, found " + words(node));
            return;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            Node keyNode = tuple.getKeyNode();
            String key = keyNode instanceof ScalarNode scalar ? scalar.getValue() : "?";
            if (known != null && !known.contains(key)) {
                problems.add(keyNode, at(key), "unknown key; known are " + String.join(", ", known));
            } else if (fields.putIfAbsent(key, tuple.getValueNode()) != null) {
                problems.add(keyNode, at(key), "stands twice; remove one of the two");
            }
        }
    }

    String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    Map<String, Node> fields() {
        return fields;
    }

    void problem(@Nullable String key, String message) {
        Node place = key == null ? null : fields.get(key);
        problems.add(place == null ? node : place, key == null ? path : at(key), message);
    }

    /** A section below; empty when the key is missing. */
    Section section(String key, @Nullable List<String> known) {
        Node value = fields.get(key);
        return value == null
                ? new Section(problems, at(key), new MappingNode(node.getTag(), List.of(), FlowStyle.BLOCK), known)
                : new Section(problems, at(key), value, known);
    }

    @Nullable
    String text(String key) {
        Node value = fields.get(key);
        return value == null ? null : scalar(value, at(key));
    }

    String text(String key, String otherwise) {
        String text = text(key);
        return text == null ? otherwise : text;
    }

    /** One text or a list of texts. */
    List<String> texts(String key) {
        Node value = fields.get(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof SequenceNode list)) {
            String text = scalar(value, at(key));
            return text == null ? List.of() : List.of(text);
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < list.getValue().size(); i++) {
            String text = scalar(list.getValue().get(i), at(key) + "[" + i + "]");
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    private @Nullable String scalar(Node value, String at) {
        if (value instanceof ScalarNode scalar && !scalar.getValue().isEmpty()) {
            return problems.substitute(value, at, scalar.getValue());
        }
        problems.add(value, at, "expected a value, found " + words(value));
        return null;
    }

    double number(String key, double otherwise, double least, double most) {
        return value(key, otherwise, "a number from " + plain(least) + " to " + plain(most), text -> {
            double number = Double.parseDouble(text);
            return number >= least && number <= most ? number : null;
        });
    }

    long count(String key, long otherwise) {
        return value(key, otherwise, "a whole number, at least 1", text -> {
            long number = Long.parseLong(text);
            return number >= 1 ? number : null;
        });
    }

    long integer(String key, long otherwise) {
        return value(key, otherwise, "a whole number", Long::parseLong);
    }

    boolean flag(String key, boolean otherwise) {
        return value(key, otherwise, "true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        });
    }

    Duration duration(String key, Duration otherwise) {
        return value(key, otherwise, "a duration, for example 500ms or 10s", text -> {
            Matcher matcher = DURATION.matcher(text);
            if (!matcher.matches()) {
                return null;
            }
            long amount = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "us" -> Duration.ofNanos(amount * 1000);
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> Duration.ofHours(amount);
            };
        });
    }

    long size(String key, long otherwise) {
        return value(key, otherwise, "a size, for example 512K or 16M", text -> {
            Matcher matcher = SIZE.matcher(text);
            if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
                return null;
            }
            int shift = switch (matcher.group(2)) {
                case "K" -> 10;
                case "M" -> 20;
                case "G" -> 30;
                default -> 0;
            };
            return Long.parseLong(matcher.group(1)) << shift;
        });
    }

    /** {@code host:port}, or null when missing. */
    @Nullable
    String address(String key) {
        String text = text(key);
        if (text != null && !Addresses.isAddress(text)) {
            problem(key, "expected host:port, for example 127.0.0.1:10000, found '" + text + "'");
        }
        return text;
    }

    /** One of the texts that the enum's constants have. */
    <E extends Enum<E>> E choice(String key, E otherwise, E[] all, Function<E, String> name) {
        List<String> names = new ArrayList<>();
        for (E constant : all) {
            names.add(name.apply(constant));
        }
        return value(key, otherwise, String.join(" or ", names), text -> {
            int index = names.indexOf(text);
            return index < 0 ? null : all[index];
        });
    }

    private <T> T value(String key, T otherwise, String expected, Function<String, @Nullable T> parse) {
        String text = text(key);
        if (text == null) {
            return otherwise;
        }
        T value;
        try {
            value = parse.apply(text);
        } catch (NumberFormatException e) {
            value = null;
        }
        if (value == null) {
            problem(key, "expected " + expected + ", found '" + text + "'");
            return otherwise;
        }
        return value;
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.format(Locale.ROOT, "%.0f", number) : Double.toString(number);
    }

    private static String words(Node node) {
        return switch (node) {
            case ScalarNode scalar when scalar.getValue().isEmpty() -> "nothing";
            case ScalarNode scalar -> "'" + scalar.getValue() + "'";
            case SequenceNode _ -> "a list";
            default -> "a mapping of keys";
        };
    }
}
