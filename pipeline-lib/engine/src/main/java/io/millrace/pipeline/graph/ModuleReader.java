package io.millrace.pipeline.graph;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.ExternalCall;
import io.millrace.pipeline.ModuleOptions;
import io.millrace.pipeline.PipelineModule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads modules: of a type, a condition, a combination, elsewhere, or by the name of one under {@code modules}. */
final class ModuleReader {

    private static final List<String> KINDS = List.of("use", "type", "condition", "combination", "external");

    private final GraphProblems problems;
    private final ModuleCatalog catalog;
    private final Map<String, Node> named = new LinkedHashMap<>();
    private final Map<String, Optional<ReadModule>> known = new LinkedHashMap<>();
    // the names, and the nodes, that are being read now, outermost first
    private final Set<String> open = new LinkedHashSet<>();
    private final List<Node> around = new ArrayList<>();

    ModuleReader(GraphProblems problems, ModuleCatalog catalog) {
        this.problems = problems;
        this.catalog = catalog;
    }

    /** Takes the named modules of a document, all of which are checked even when none is used. */
    void named(YamlSettings section) {
        for (String name : section.keys()) {
            Node node = section.node(name);
            if (node != null) {
                named.put(name, node);
            }
        }
        named.keySet().forEach(name -> use(named.get(name), section.at(name), name));
    }

    /** A list of modules, at least one. */
    List<ReadModule> list(YamlSettings owner, String key) {
        Node node = owner.node(key);
        if (!(node instanceof SequenceNode list) || list.getValue().isEmpty()) {
            owner.problem(
                    key,
                    node == null
                            ? "is missing"
                            : "expected a list of at least one module, found " + YamlSettings.words(node));
            return List.of();
        }
        List<ReadModule> modules = new ArrayList<>();
        for (int i = 0; i < list.getValue().size(); i++) {
            read(list.getValue().get(i), owner.at(key) + "[" + i + "]").ifPresent(modules::add);
        }
        return modules;
    }

    /** A module that stands alone. */
    Optional<ReadModule> module(YamlSettings section) {
        Optional<ReadModule> module = define(section, Optional.empty());
        section.finish();
        return module;
    }

    private Optional<ReadModule> required(YamlSettings owner, String key) {
        Node node = owner.node(key);
        if (node == null) {
            owner.problem(key, "is missing");
            return Optional.empty();
        }
        return read(node, owner.at(key));
    }

    private Optional<ReadModule> read(Node node, String path) {
        problems.count(node, path);
        if (node instanceof ScalarNode scalar) {
            String name = problems.substitute(node, path, scalar.getValue());
            return named.containsKey(name) || catalog.versions(name).isEmpty()
                    ? use(node, path, name)
                    : Optional.of(typed(node, path, name));
        }
        return define(node, path, Optional.empty());
    }

    @SuppressWarnings("ReferenceEquality") // an alias is the very same node
    private Optional<ReadModule> define(Node node, String path, Optional<String> givenName) {
        if (around.stream().anyMatch(outer -> outer == node)) {
            problems.add(node, path, "contains itself through an alias");
            return Optional.empty();
        }
        around.addLast(node);
        try {
            YamlSettings section = new YamlSettings(problems, path, node);
            Optional<ReadModule> module = define(section, givenName);
            section.finish();
            return module;
        } finally {
            around.removeLast();
        }
    }

    private Optional<ReadModule> define(YamlSettings section, Optional<String> givenName) {
        List<String> kinds = KINDS.stream().filter(section.keys()::contains).toList();
        if (kinds.size() != 1) {
            problems.add(
                    section.node(),
                    section.path(),
                    "needs exactly one of the keys " + String.join(", ", KINDS)
                            + (kinds.isEmpty() ? "" : ", has " + String.join(" and ", kinds)));
            KINDS.forEach(section::node);
            section.all();
            return Optional.empty();
        }
        return switch (kinds.getFirst()) {
            case "use" -> use(section.node(), section.at("use"), section.requiredText("use"));
            case "type" -> typed(section, givenName);
            case "condition" -> condition(section, givenName);
            case "combination" -> Optional.of(combination(section, givenName));
            default -> external(section, givenName);
        };
    }

    private Optional<ReadModule> use(@Nullable Node place, String path, String name) {
        Node node = named.get(name);
        if (node == null) {
            problems.add(place, path, unknown(name));
            return Optional.empty();
        }
        if (open.contains(name)) {
            String round = String.join(" -> ", open);
            problems.add(place, path, "is part of itself: " + round.substring(round.indexOf(name)) + " -> " + name);
            return Optional.empty();
        }
        Optional<ReadModule> before = known.get(name);
        if (before != null) {
            return before;
        }
        open.add(name);
        try {
            String home = "modules." + name;
            Optional<ReadModule> module =
                    node instanceof ScalarNode ? read(node, home) : define(node, home, Optional.of(name));
            known.put(name, module);
            return module;
        } finally {
            open.remove(name);
        }
    }

    private String unknown(String name) {
        String types =
                catalog.modules().stream().map(ModuleType::name).distinct().collect(Collectors.joining(", "));
        return "there is no module '" + name + "'; "
                + (named.isEmpty() ? "" : "named here are " + String.join(", ", named.keySet()) + "; ")
                + (types.isEmpty() ? "no types are installed" : "types are " + types);
    }

    private ReadModule typed(Node node, String path, String name) {
        ModuleType type = catalog.module(name, Optional.empty()).orElseThrow();
        YamlSettings none = YamlSettings.empty(problems, path, node);
        return execution(type, none, none, node, new ModuleHead("M-" + Names.camelCase(name), ModuleOptions.DEFAULT));
    }

    private Optional<ReadModule> typed(YamlSettings section, Optional<String> givenName) {
        String name = section.requiredText("type");
        Optional<String> version = section.text("version");
        ModuleHead head = ModuleHead.read(section, givenName, Names.camelCase(name));
        YamlSettings settings = section.section("settings");
        Optional<ModuleType> type = catalog.module(name, version);
        if (type.isEmpty()) {
            List<String> versions = catalog.versions(name);
            if (versions.isEmpty()) {
                section.problem("type", unknown(name));
            } else {
                section.problem(
                        "version",
                        "module '" + name + "' has no version " + version.orElse("") + "; there are "
                                + String.join(", ", versions));
            }
            settings.all();
            return Optional.empty();
        }
        return Optional.of(execution(type.get(), section, settings, section.node(), head));
    }

    private ReadModule execution(
            ModuleType type, YamlSettings section, YamlSettings settings, Node node, ModuleHead head) {
        Supplier<? extends ExecutionModule<Object>> factory = guarded(settings, () -> type.read(settings));
        NamedFactory<ExecutionModule<Object>> named =
                new NamedFactory<>("module", type.name() + " " + type.version(), settings.plain(), factory);
        PipelineModule<Object> module =
                new PipelineModule.Execution<>(head.id(), head.name(), type.version(), head.options(), named);
        return new ReadModule(
                module,
                given -> fit(given, type.input(), "module '" + type.name() + "'", node, section.path())
                        ? type.output().after(given)
                        : type.output());
    }

    /** What reads settings may throw; that is a problem of the document too. */
    private <V> Supplier<? extends V> guarded(YamlSettings settings, Supplier<Supplier<? extends V>> reading) {
        try {
            return reading.get();
        } catch (RuntimeException e) {
            problems.add(settings.node(), settings.path(), "cannot be used: " + e.getMessage());
            return () -> {
                throw new IllegalStateException("was never read");
            };
        }
    }

    private boolean fit(Shape given, Shape wanted, String taker, Node node, String path) {
        if (given.fits(wanted)) {
            return true;
        }
        problems.add(
                node,
                path,
                taker + " takes " + Names.words(wanted) + ", but what comes before it gives " + Names.words(given));
        return false;
    }

    private Optional<ReadModule> condition(YamlSettings section, Optional<String> givenName) {
        ModuleHead head = ModuleHead.read(section, givenName, "Condition");
        String version = section.text("version", "1");
        ConditionReader.ReadCondition condition =
                new ConditionReader(catalog).read(section.section("condition"), problems);
        Optional<ReadModule> whenTrue = required(section, "then");
        Optional<ReadModule> whenFalse = required(section, "else");
        if (whenTrue.isEmpty() || whenFalse.isEmpty()) {
            return Optional.empty();
        }
        PipelineModule<Object> module = new PipelineModule.Condition<>(
                head.id(),
                head.name(),
                version,
                head.options(),
                condition.factory(),
                whenTrue.get().module(),
                whenFalse.get().module());
        return Optional.of(new ReadModule(module, given -> {
            fit(given, condition.input(), "the condition", section.node(), section.path());
            Shape one = whenTrue.get().shapes().apply(given);
            Shape other = whenFalse.get().shapes().apply(given);
            return one == other ? one : Shape.ANY;
        }));
    }

    private ReadModule combination(YamlSettings section, Optional<String> givenName) {
        ModuleHead head = ModuleHead.read(section, givenName, "Combination");
        String version = section.text("version", "1");
        List<ReadModule> modules = list(section, "combination");
        PipelineModule<Object> module = new PipelineModule.Combination<>(
                head.id(),
                head.name(),
                version,
                head.options(),
                modules.stream().map(ReadModule::module).toList());
        return new ReadModule(module, given -> {
            Shape shape = given;
            for (ReadModule each : modules) {
                shape = each.shapes().apply(shape);
            }
            return shape;
        });
    }

    private Optional<ReadModule> external(YamlSettings section, Optional<String> givenName) {
        String name = section.requiredText("external");
        ModuleHead head = ModuleHead.read(section, givenName, "External");
        String version = section.text("version", "1");
        YamlSettings settings = section.section("settings");
        Optional<ExternalType> type = catalog.external(name);
        if (type.isEmpty()) {
            String there = catalog.externals().stream().map(ExternalType::name).collect(Collectors.joining(", "));
            section.problem(
                    "external",
                    "there is no way '" + name + "' to modules elsewhere; "
                            + (there.isEmpty() ? "none is installed" : "there are " + there));
            settings.all();
            return Optional.empty();
        }
        Supplier<? extends ExternalCall<Object>> factory =
                guarded(settings, () -> type.get().read(settings));
        PipelineModule<Object> module = new PipelineModule.External<>(
                head.id(),
                head.name(),
                version,
                head.options(),
                new NamedFactory<ExternalCall<Object>>("external", name, settings.plain(), factory));
        return Optional.of(new ReadModule(module, _ -> Shape.ANY));
    }
}
