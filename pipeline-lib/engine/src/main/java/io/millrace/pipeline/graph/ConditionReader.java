package io.millrace.pipeline.graph;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads conditions: {@code {key: a.b, equals: 3}}, {@code {key: a.b, exists: true}}, {@code {key: a.b, is-true: true}},
 * or {@code {type: name, version: "1", settings: {...}}} for one of the user.
 */
record ConditionReader(ModuleCatalog catalog) {

    private static final List<String> TESTS = List.of("equals", "exists", "is-true");

    /** A condition and what it takes. */
    record ReadCondition(Supplier<? extends Predicate<Object>> factory, Shape input) {}

    private static final ReadCondition NONE = new ReadCondition(() -> _ -> false, Shape.ANY);

    ReadCondition read(YamlSettings section, GraphProblems problems) {
        if (section.keys().contains("type")) {
            return typed(section, problems);
        }
        String key = section.requiredText("key");
        List<String> tests = TESTS.stream().filter(section.keys()::contains).toList();
        if (tests.size() != 1) {
            problems.add(
                    section.node(),
                    section.path(),
                    "needs exactly one of the keys " + String.join(", ", TESTS) + ", or type");
            section.all();
            return NONE;
        }
        String test = tests.getFirst();
        Predicate<Object> predicate = switch (test) {
            case "equals" -> equal(key, section.value("equals").orElse(null));
            case "exists" -> exists(key, section.flag("exists", true));
            default -> isTrue(key, section.flag("is-true", true));
        };
        return new ReadCondition(
                new NamedFactory<Predicate<Object>>("condition", test, section.plain(), () -> predicate), Shape.MAP);
    }

    private static Predicate<Object> equal(String key, @Nullable Object wanted) {
        return data -> PlainValues.find(data, key)
                .map(found -> Objects.equals(PlainValues.comparable(found), PlainValues.comparable(wanted)))
                .orElse(wanted == null);
    }

    private static Predicate<Object> exists(String key, boolean wanted) {
        return data -> PlainValues.find(data, key).isPresent() == wanted;
    }

    private static Predicate<Object> isTrue(String key, boolean wanted) {
        return data -> PlainValues.find(data, key).map(PlainValues::isTrue).orElse(false) == wanted;
    }

    private ReadCondition typed(YamlSettings section, GraphProblems problems) {
        String name = section.requiredText("type");
        Optional<String> version = section.text("version");
        YamlSettings settings = section.section("settings");
        Optional<ConditionType> type = catalog.condition(name, version);
        if (type.isEmpty()) {
            settings.all();
            section.problem("type", unknown(name, version));
            return NONE;
        }
        try {
            return new ReadCondition(
                    new NamedFactory<Predicate<Object>>(
                            "condition",
                            name + " " + type.get().version(),
                            settings.plain(),
                            type.get().read(settings)),
                    type.get().input());
        } catch (RuntimeException e) {
            problems.add(settings.node(), settings.path(), "cannot be used: " + e.getMessage());
            return NONE;
        }
    }

    private String unknown(String name, Optional<String> version) {
        List<String> there = catalog.conditions().stream()
                .map(type -> type.name() + " " + type.version())
                .toList();
        return "there is no condition '" + name + "'"
                + version.map(text -> " version " + text).orElse("") + "; "
                + (there.isEmpty() ? "none is installed" : "there are " + String.join(", ", there));
    }
}
