package io.millrace.pipeline.graph;

import io.millrace.pipeline.PipelineModule;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What documents can name: types of modules, each in one or several versions, and ways to modules elsewhere.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class ModuleCatalog {

    private final List<ModuleType> modules;
    private final List<ExternalType> externals;
    private final List<ConditionType> conditions;

    /**
     * One of those types.
     *
     * @throws IllegalArgumentException when two have the same name and version
     */
    public ModuleCatalog(List<ModuleType> modules, List<ExternalType> externals) {
        this(modules, externals, List.of());
    }

    /** The same with conditions. */
    public ModuleCatalog(List<ModuleType> modules, List<ExternalType> externals, List<ConditionType> conditions) {
        this.modules = modules.stream()
                .sorted(Comparator.comparing(ModuleType::name)
                        .thenComparing(ModuleType::version, ModuleCatalog::compareVersions))
                .toList();
        this.externals = externals.stream()
                .sorted(Comparator.comparing(ExternalType::name))
                .toList();
        this.conditions = conditions.stream()
                .sorted(Comparator.comparing(ConditionType::name)
                        .thenComparing(ConditionType::version, ModuleCatalog::compareVersions))
                .toList();
        for (int i = 1; i < this.modules.size(); i++) {
            ModuleType type = this.modules.get(i);
            ModuleType before = this.modules.get(i - 1);
            if (type.name().equals(before.name()) && type.version().equals(before.version())) {
                throw new IllegalArgumentException(
                        "module type '" + type.name() + "' version " + type.version() + " is there twice");
            }
        }
    }

    /** The types on the class path. */
    public static ModuleCatalog installed() {
        return new ModuleCatalog(ModuleTypes.modules(), ModuleTypes.externals(), ModuleTypes.conditions());
    }

    /** All types by name, each name's versions in ascending order. */
    public List<ModuleType> modules() {
        return modules;
    }

    /** All ways to modules elsewhere by name. */
    public List<ExternalType> externals() {
        return externals;
    }

    /** All conditions by name, each name's versions in ascending order. */
    public List<ConditionType> conditions() {
        return conditions;
    }

    /** The versions of a name in ascending order; none when there is no such type. */
    public List<String> versions(String name) {
        return modules.stream()
                .filter(type -> type.name().equals(name))
                .map(ModuleType::version)
                .toList();
    }

    /** A type by name; the latest version unless one is asked for. */
    public Optional<ModuleType> module(String name, Optional<String> version) {
        return modules.stream()
                .filter(type -> type.name().equals(name)
                        && version.map(type.version()::equals).orElse(true))
                .reduce((_, later) -> later);
    }

    /** A condition by name; the latest version unless one is asked for. */
    public Optional<ConditionType> condition(String name, Optional<String> version) {
        return conditions.stream()
                .filter(type -> type.name().equals(name)
                        && version.map(type.version()::equals).orElse(true))
                .reduce((_, later) -> later);
    }

    /** A way to modules elsewhere by name. */
    public Optional<ExternalType> external(String name) {
        return externals.stream().filter(type -> type.name().equals(name)).findFirst();
    }

    /**
     * A module on its own, for example to be hosted.
     *
     * @param type its name
     * @param version empty: the latest
     * @param settings plain values by key
     * @throws GraphException when there is no such type or version, or settings are wrong; all problems at once
     */
    public PipelineModule<Object> build(String type, Optional<String> version, Map<String, Object> settings) {
        return GraphReader.module(this, type, version, settings);
    }

    /** Numbers by size, else as text. */
    private static int compareVersions(String a, String b) {
        String[] left = a.split("\\.", -1);
        String[] right = b.split("\\.", -1);
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            boolean numbers = left[i].matches("\\d{1,9}") && right[i].matches("\\d{1,9}");
            int order = numbers
                    ? Integer.compare(Integer.parseInt(left[i]), Integer.parseInt(right[i]))
                    : left[i].compareTo(right[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.length, right.length);
    }
}
