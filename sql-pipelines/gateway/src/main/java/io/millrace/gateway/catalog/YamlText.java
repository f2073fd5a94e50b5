package io.millrace.gateway.catalog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Renders pipelines as lines of block-style YAML, the way a person would write them. */
final class YamlText {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_]([\\x20-\\x7E&&[^:#]]*[\\x21-\\x7E&&[^:#]])?");
    // no character that YAML counts as a line break except the line feed, and none that it refuses
    private static final Pattern LITERAL = Pattern.compile(
            "[\\x21-\\x7E][\\t\\n\\x20-\\x7E\\u00A0-\\u2027\\u2030-\\uD7FF\\uE000-\\uFEFE\\uFF00-\\uFFFD]*");
    private static final List<String> WORDS =
            List.of("true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf");

    private YamlText() {}

    /** A pipeline as an item of a list whose dashes stand at that column. */
    static List<String> item(PipelineSpec spec, int indent) {
        String deeper = " ".repeat(indent + 2);
        List<String> lines = new ArrayList<>();
        lines.add(" ".repeat(indent) + "- name: " + scalar(spec.name()));
        options(spec).forEach((key, value) -> lines.add(deeper + key + ": " + value));
        lines.add(deeper + "sqls:");
        lines.addAll(statements(spec.sqls(), indent + 4));
        return lines;
    }

    static List<String> statements(List<String> sqls, int indent) {
        List<String> lines = new ArrayList<>();
        sqls.forEach(sql -> lines.addAll(statement(sql, indent)));
        return lines;
    }

    /** A statement as list item: plain when it is one harmless line, else a literal block, else quoted. */
    static List<String> statement(String sql, int indent) {
        String dash = " ".repeat(indent) + "- ";
        if (isPlain(sql)) {
            return List.of(dash + sql);
        }
        // more than one line break at the end would run into the blank lines that follow
        if (!LITERAL.matcher(sql).matches() || sql.endsWith("\n\n")) {
            return List.of(dash + quoted(sql));
        }
        List<String> lines = new ArrayList<>();
        boolean ended = sql.endsWith("\n");
        lines.add(dash + (ended ? "|" : "|-"));
        for (String line : (ended ? sql.substring(0, sql.length() - 1) : sql).split("\n", -1)) {
            lines.add(line.isEmpty() ? "" : " ".repeat(indent + 2) + line);
        }
        return lines;
    }

    /** The options of a pipeline that differ from their defaults, ready to stand behind their keys. */
    static Map<String, String> options(PipelineSpec spec) {
        Map<String, String> options = new LinkedHashMap<>();
        if (!spec.share()) {
            options.put("share", "false");
        }
        if (spec.engine() != null) {
            options.put("engine", scalar(spec.engine()));
        }
        if (spec.overflow() != null) {
            options.put("overflow", spec.overflow().text());
        }
        if (spec.key() != null) {
            options.put("key", scalar(spec.key()));
        }
        if (spec.maxRows() != null) {
            options.put("max-rows", spec.maxRows().toString());
        }
        if (spec.maxBytes() != null) {
            options.put("max-bytes", spec.maxBytes().toString());
        }
        if (spec.maxAge() != null) {
            options.put("max-age", duration(spec.maxAge()));
        }
        return options;
    }

    /** A whole file without comments. */
    static List<String> file(PipelineCatalog catalog) {
        List<String> lines = new ArrayList<>();
        Backend backend = catalog.backend();
        if (!backend.equals(Backend.DEFAULT)) {
            lines.add("host: " + scalar(backend.host()));
            lines.add("port: " + backend.port());
            lines.add("db: " + scalar(backend.db()));
            lines.add("user: " + scalar(backend.user()));
            lines.add("password: " + scalar(backend.password()));
        }
        if (!catalog.engine().equals(PipelineCatalog.EMBEDDED)) {
            lines.add("engine: " + scalar(catalog.engine()));
        }
        lines.add(catalog.pipelines().isEmpty() ? "pipelines: []" : "pipelines:");
        catalog.pipelines().forEach(spec -> lines.addAll(item(spec, 2)));
        return lines;
    }

    static String scalar(String text) {
        return isPlain(text) ? text : quoted(text);
    }

    static String duration(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    private static boolean isPlain(String text) {
        return PLAIN.matcher(text).matches()
                && text.length() <= 120
                && WORDS.stream().noneMatch(text::equalsIgnoreCase);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if ((c >= 0x20 && c < 0x7F) || (c >= 0xA0 && c < 0x2028)) {
                        quoted.appendCodePoint(c);
                    } else if (c <= 0xFFFF) {
                        quoted.append("\\u%04X".formatted(c));
                    } else {
                        quoted.append("\\U%08X".formatted(c));
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
