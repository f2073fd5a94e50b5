package io.millrace.pipeline.graph;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads conditions: those of {@link DataConditions}, or {@code {type: name, version: "1", settings: {...}}} for one of
 * a type.
 */
record ConditionReader(ModuleCatalog catalog) {

    /** A condition and what it takes. */
    record ReadCondition(Supplier<? extends Predicate<Object>> factory, Shape input) {}

    private static final ReadCondition NONE = new ReadCondition(() -> _ -> false, Shape.ANY);

    ReadCondition read(YamlSettings section, GraphProblems problems) {
        if (section.keys().contains("type")) {
            return typed(section, problems);
        }
        return new ReadCondition(named(section.plain(), DataConditions.read(section)), Shape.MAP);
    }

    private static NamedFactory<Predicate<Object>> named(@Nullable Object words, Predicate<Object> test) {
        return new NamedFactory<Predicate<Object>>("condition", "on data", words, () -> test);
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
