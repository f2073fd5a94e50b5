package io.millrace.pipeline.graph;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The conditions on data that documents write out: a {@code key}, and beside it exactly one of {@code equals: 3},
 * {@code one-of: [a, b]}, {@code exists: true}, {@code is-true: true}, {@code at-least: 0.5}, {@code at-most: 10}.
 */
public final class DataConditions {

    static final List<String> TESTS = List.of("equals", "one-of", "exists", "is-true", "at-least", "at-most");

    private static final double MAX = 1e300;

    private DataConditions() {}

    /** Reads one; what is wrong with it is a problem of the settings, and it then never holds. */
    public static Predicate<Object> read(Settings settings) {
        String key = settings.requiredText("key");
        List<String> tests = TESTS.stream().filter(settings::has).toList();
        if (tests.size() != 1) {
            settings.problem(
                    tests.isEmpty() ? "key" : tests.get(1),
                    "needs exactly one of " + String.join(", ", TESTS)
                            + (tests.isEmpty() ? "" : "; has " + String.join(" and ", tests)));
            return _ -> false;
        }
        return switch (tests.getFirst()) {
            case "equals" -> equal(key, settings.value("equals").orElse(null));
            case "one-of" -> oneOf(key, settings);
            case "exists" -> exists(key, settings.flag("exists", true));
            case "is-true" -> isTrue(key, settings.flag("is-true", true));
            case "at-least" -> atLeast(key, settings.number("at-least", 0, -MAX, MAX));
            default -> atMost(key, settings.number("at-most", 0, -MAX, MAX));
        };
    }

    private static Predicate<Object> equal(String key, @Nullable Object wanted) {
        Object comparable = PlainValues.comparable(wanted);
        return data -> PlainValues.find(data, key)
                .map(found -> Objects.equals(PlainValues.comparable(found), comparable))
                .orElse(wanted == null);
    }

    private static Predicate<Object> oneOf(String key, Settings settings) {
        if (!(settings.value("one-of").orElse(null) instanceof List<?> wanted)) {
            settings.problem("one-of", "expected a list");
            return _ -> false;
        }
        List<Object> comparable = wanted.stream()
                .filter(Objects::nonNull)
                .<Object>map(DataConditions::comparable)
                .toList();
        return data -> PlainValues.find(data, key)
                .filter(found -> comparable.contains(comparable(found)))
                .isPresent();
    }

    private static Object comparable(Object value) {
        return Objects.requireNonNull(PlainValues.comparable(value));
    }

    private static Predicate<Object> exists(String key, boolean wanted) {
        return data -> PlainValues.find(data, key).isPresent() == wanted;
    }

    private static Predicate<Object> isTrue(String key, boolean wanted) {
        return data -> PlainValues.find(data, key).map(PlainValues::isTrue).orElse(false) == wanted;
    }

    private static Predicate<Object> atLeast(String key, double bound) {
        return data -> PlainValues.find(data, key)
                .filter(found -> found instanceof Number number && number.doubleValue() >= bound)
                .isPresent();
    }

    private static Predicate<Object> atMost(String key, double bound) {
        return data -> PlainValues.find(data, key)
                .filter(found -> found instanceof Number number && number.doubleValue() <= bound)
                .isPresent();
    }
}
