package io.millrace.gateway.catalog;

import io.millrace.core.flow.Overflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads values with the shape of a pipeline and collects everything that is wrong with them. */
final class SpecReader {

    static final List<String> KEYS =
            List.of("name", "sqls", "share", "engine", "overflow", "key", "max-rows", "max-bytes", "max-age");

    private static final List<String> ENGINES = List.of(PipelineCatalog.EMBEDDED, PipelineCatalog.PROTON);
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([KMG]?)");
    private static final int MAX_NAME = 200;

    private final List<CatalogProblem> problems = new ArrayList<>();
    private final List<CatalogProblem> warnings = new ArrayList<>();

    List<CatalogProblem> problems() {
        return problems;
    }

    List<CatalogProblem> warnings() {
        return warnings;
    }

    /** The fields of a mapping by key; reports unknown and repeated keys, and anything that is no mapping. */
    @Nullable
    Map<String, Value> fields(Value value, String path, String what, List<String> known) {
        if (!(value instanceof Value.Fields mapping)) {
            problem(value, path, "expected " + what + ", found " + value.words());
            return null;
        }
        Map<String, Value> fields = new HashMap<>();
        for (Value.Field field : mapping.fields()) {
            String at = join(path, field.key());
            if (!known.contains(field.key())) {
                warnings.add(new CatalogProblem(
                        field.line(),
                        field.column(),
                        at,
                        "unknown key, ignored; known are " + String.join(", ", known)));
            } else if (fields.putIfAbsent(field.key(), field.value()) != null) {
                problems.add(
                        new CatalogProblem(field.line(), field.column(), at, "stands twice; remove one of the two"));
            }
        }
        return fields;
    }

    /** A pipeline; null when something is wrong with it, which is then in {@link #problems}. */
    @Nullable
    PipelineSpec pipeline(Value value, String path) {
        int before = problems.size();
        Map<String, Value> fields = fields(value, path, "a pipeline with the keys name and sqls", KEYS);
        if (fields == null) {
            return null;
        }
        String name = name(value, fields.get("name"), join(path, "name"));
        List<String> sqls = sqls(value, fields.get("sqls"), join(path, "sqls"));
        boolean share = bool(fields.get("share"), join(path, "share"));
        String engine = engine(fields.get("engine"), join(path, "engine"));
        Overflow overflow = overflow(fields.get("overflow"), join(path, "overflow"));
        String key = text(fields.get("key"), join(path, "key"), "device");
        if (overflow == Overflow.LATEST_BY_KEY && key == null) {
            problem(value, join(path, "key"), "is missing; latest-by-key needs the name of a column");
        }
        Long maxRows = count(fields.get("max-rows"), join(path, "max-rows"));
        Long maxBytes = size(fields.get("max-bytes"), join(path, "max-bytes"));
        Duration maxAge = duration(fields.get("max-age"), join(path, "max-age"));
        if (problems.size() > before || name == null || sqls == null) {
            return null;
        }
        return new PipelineSpec(name, sqls, share, engine, overflow, key, maxRows, maxBytes, maxAge);
    }

    @Nullable
    String text(@Nullable Value value, String path, String example) {
        if (value instanceof Value.Scalar scalar
                && scalar.kind() != Value.Kind.NOTHING
                && scalar.kind() != Value.Kind.BOOLEAN) {
            return scalar.text();
        }
        if (value != null) {
            problem(value, path, "expected text, for example " + example + ", found " + value.words());
        }
        return null;
    }

    @Nullable
    Integer port(@Nullable Value value, String path) {
        if (value == null) {
            return null;
        }
        if (value instanceof Value.Scalar scalar && scalar.text().matches("\\d{1,5}")) {
            int port = Integer.parseInt(scalar.text());
            if (port >= 1 && port <= 65535) {
                return port;
            }
        }
        problem(value, path, "expected a port from 1 to 65535, found " + shown(value));
        return null;
    }

    @Nullable
    String engine(@Nullable Value value, String path) {
        String engine = text(value, path, PipelineCatalog.EMBEDDED);
        if (value != null && engine != null && !ENGINES.contains(engine)) {
            problem(value, path, "there is no engine '" + engine + "'; expected " + String.join(" or ", ENGINES));
        }
        return engine;
    }

    void problem(Value at, String path, String message) {
        problems.add(new CatalogProblem(at.line(), at.column(), path, message));
    }

    private @Nullable String name(Value pipeline, @Nullable Value value, String path) {
        if (value == null) {
            problem(pipeline, path, "is missing; a pipeline needs a name");
            return null;
        }
        String name = text(value, path, "pipeline1");
        if (name == null) {
            return null;
        }
        if (name.isBlank()) {
            problem(value, path, "is empty; a pipeline needs a name");
        } else if (name.contains("/") || name.equals(".") || name.equals("..")) {
            problem(value, path, "'" + name + "' cannot be part of an address; use a name without '/'");
        } else if (name.length() > MAX_NAME) {
            problem(value, path, "has " + name.length() + " characters; at most " + MAX_NAME + " are allowed");
        } else if (name.chars().anyMatch(Character::isISOControl)) {
            problem(value, path, "contains a control character; use printable characters only");
        }
        return name;
    }

    private @Nullable List<String> sqls(Value pipeline, @Nullable Value value, String path) {
        if (value == null) {
            problem(pipeline, path, "is missing; a pipeline needs at least one statement, the query");
            return null;
        }
        if (!(value instanceof Value.Items list)) {
            problem(value, path, "expected a list of statements, found " + value.words());
            return null;
        }
        if (list.items().isEmpty()) {
            problem(value, path, "is empty; a pipeline needs at least one statement, the query");
        }
        List<String> sqls = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
            Value item = list.items().get(i);
            String at = path + "[" + i + "]";
            if (item instanceof Value.Scalar scalar && scalar.kind() == Value.Kind.TEXT) {
                if (scalar.text().isBlank()) {
                    problem(item, at, "is empty; write a statement or remove it");
                }
                sqls.add(scalar.text());
            } else {
                problem(item, at, "expected a statement, for example SELECT 1, found " + item.words());
            }
        }
        return sqls;
    }

    private boolean bool(@Nullable Value value, String path) {
        if (value == null) {
            return true;
        }
        if (value instanceof Value.Scalar scalar && scalar.kind() == Value.Kind.BOOLEAN) {
            return List.of("true", "yes", "on").contains(scalar.text().toLowerCase(Locale.ROOT));
        }
        problem(value, path, "expected true or false, found " + shown(value));
        return true;
    }

    private @Nullable Overflow overflow(@Nullable Value value, String path) {
        String text = text(value, path, Overflow.DROP_OLDEST.text());
        if (value == null || text == null) {
            return null;
        }
        return Overflow.parse(text).orElseGet(() -> {
            problem(
                    value,
                    path,
                    "there is no policy '" + text + "'; expected "
                            + Arrays.stream(Overflow.values())
                                    .map(Overflow::text)
                                    .collect(Collectors.joining(", ")));
            return Overflow.DROP_OLDEST;
        });
    }

    private @Nullable Long count(@Nullable Value value, String path) {
        if (value == null) {
            return null;
        }
        if (value instanceof Value.Scalar scalar && scalar.text().matches("[1-9]\\d{0,11}")) {
            return Long.parseLong(scalar.text());
        }
        problem(value, path, "expected a number of rows, at least 1, found " + shown(value));
        return null;
    }

    private @Nullable Long size(@Nullable Value value, String path) {
        if (value == null) {
            return null;
        }
        if (value instanceof Value.Scalar scalar) {
            Matcher matcher = SIZE.matcher(scalar.text());
            if (matcher.matches() && Long.parseLong(matcher.group(1)) > 0) {
                int shift = switch (matcher.group(2)) {
                    case "K" -> 10;
                    case "M" -> 20;
                    case "G" -> 30;
                    default -> 0;
                };
                return Long.parseLong(matcher.group(1)) << shift;
            }
        }
        problem(value, path, "expected a size, for example 512K or 16M, found " + shown(value));
        return null;
    }

    private @Nullable Duration duration(@Nullable Value value, String path) {
        if (value == null) {
            return null;
        }
        if (value instanceof Value.Scalar scalar) {
            Matcher matcher = DURATION.matcher(scalar.text());
            if (matcher.matches() && Long.parseLong(matcher.group(1)) > 0) {
                long amount = Long.parseLong(matcher.group(1));
                return switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    default -> Duration.ofHours(amount);
                };
            }
        }
        problem(value, path, "expected a duration, for example 500ms or 10s, found " + shown(value));
        return null;
    }

    private static String shown(Value value) {
        return value instanceof Value.Scalar scalar && !scalar.text().isEmpty()
                ? "'" + scalar.text() + "'"
                : value.words();
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
