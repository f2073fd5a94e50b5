package io.millrace.pipeline.graph;

import io.millrace.core.flow.Overflow;
import io.millrace.pipeline.Controller;
import io.millrace.pipeline.ControllerMode;
import io.millrace.pipeline.ControllerSettings;
import io.millrace.pipeline.Phase;
import io.millrace.pipeline.PipelineModule;
import io.millrace.pipeline.ReorderWindow;
import io.millrace.pipeline.data.Identifiers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads pipelines with their controllers and phases. Nodes are never constructed, so tags do nothing. */
final class GraphReader {

    private final GraphProblems problems;
    private final ModuleReader modules;

    GraphReader(GraphProblems problems, ModuleCatalog catalog) {
        this.problems = problems;
        this.modules = new ModuleReader(problems, catalog);
    }

    GraphDocument read(String text) {
        YamlSettings document = new YamlSettings(problems, "", YamlText.compose(problems, text));
        modules.named(document.section("modules"));
        YamlSettings section = document.section("pipelines");
        List<GraphPipeline> pipelines = new ArrayList<>();
        for (String name : section.keys()) {
            pipelines.add(pipeline(name, section.section(name)));
        }
        if (pipelines.isEmpty()) {
            document.problem("pipelines", "expected at least one pipeline by name");
        }
        document.finish();
        problems.throwIfAny();
        return new GraphDocument(pipelines);
    }

    private GraphPipeline pipeline(String name, YamlSettings section) {
        int instances = section.integer("instances", 1, 1, 1000);
        List<Controller<Object>> controllers = new ArrayList<>();
        Shape shape = Shape.ANY;
        if (section.keys().contains("phases")) {
            ReadPhases phases = phases(section, name + "-Controller", shape);
            add(controllers, name + "-Controller", ControllerSettings.DEFAULT, phases);
            if (section.node("controllers") != null) {
                section.problem("controllers", "cannot stand beside phases; put those into a controller");
            }
            return new GraphPipeline(name, instances, controllers);
        }
        Set<String> names = new HashSet<>();
        for (YamlSettings each : list(section, "controllers")) {
            String label = each.text("name", "controller" + (names.size() + 1));
            if (!names.add(label)) {
                each.problem("name", "another controller is already called '" + label + "'");
            }
            ControllerSettings settings = settings(each);
            ReadPhases phases = phases(each, label, shape);
            shape = phases.output();
            add(controllers, label, settings, phases);
        }
        return new GraphPipeline(name, instances, controllers);
    }

    private static void add(
            List<Controller<Object>> controllers, String name, ControllerSettings settings, ReadPhases phases) {
        if (!phases.phases().isEmpty()) {
            controllers.add(new Controller<>(Identifiers.next("C-"), name, settings, phases.phases()));
        }
    }

    private record ReadPhases(List<Phase<Object>> phases, Shape output) {}

    private ReadPhases phases(YamlSettings owner, String ownerName, Shape input) {
        List<Phase<Object>> phases = new ArrayList<>();
        if (owner.keys().contains("modules")) {
            if (owner.node("phases") != null) {
                owner.problem("phases", "cannot stand beside modules; put those into a phase");
            }
            Shape output = phase(owner, ownerName + "-Phase", input, phases);
            return new ReadPhases(phases, output);
        }
        owner.node("modules");
        Shape shape = input;
        Set<String> names = new HashSet<>();
        for (YamlSettings each : list(owner, "phases")) {
            String label = each.text("name", ownerName + "-Phase" + (names.size() + 1));
            if (!names.add(label)) {
                each.problem("name", "another phase is already called '" + label + "'");
            }
            shape = phase(each, label, shape, phases);
        }
        return new ReadPhases(phases, shape);
    }

    private Shape phase(YamlSettings owner, String name, Shape input, List<Phase<Object>> phases) {
        List<PipelineModule<Object>> definitions = new ArrayList<>();
        Shape shape = input;
        for (ReadModule module : modules.list(owner, "modules")) {
            definitions.add(module.module());
            shape = module.shapes().apply(shape);
        }
        if (!definitions.isEmpty()) {
            phases.add(new Phase<>(Identifiers.next("PP-"), name, definitions));
        }
        return shape;
    }

    private List<YamlSettings> list(YamlSettings owner, String key) {
        Node node = owner.node(key);
        if (!(node instanceof SequenceNode list) || list.getValue().isEmpty()) {
            owner.problem(
                    key,
                    node == null ? "is missing" : "expected a list of at least one, found " + YamlSettings.words(node));
            return List.of();
        }
        List<YamlSettings> sections = new ArrayList<>();
        for (int i = 0; i < list.getValue().size(); i++) {
            sections.add(owner.item(key, i, list.getValue().get(i)));
        }
        return sections;
    }

    private static ControllerSettings settings(YamlSettings section) {
        ControllerMode mode = section.parsed(
                "mode",
                ControllerMode.NOT_PARALLEL,
                "not-parallel, no-order, order-by-sequence, first-wins or order-by-key",
                GraphReader::mode);
        int workers = section.integer("workers", 1, 0, 10_000);
        int queue = section.integer("queue-size", -1, -1, 100_000_000);
        long bytes = section.size("queue-bytes", 0);
        Overflow overflow = section.parsed(
                "overflow",
                Overflow.DROP_OLDEST,
                "block, drop-oldest, drop-newest or latest-by-key",
                text -> Overflow.parse(text)
                        .filter(policy -> policy != Overflow.DISCONNECT)
                        .orElse(null));
        YamlSettings reorder = section.section("reorder");
        ReorderWindow window = new ReorderWindow(
                reorder.integer("size", Integer.MAX_VALUE, 1, Integer.MAX_VALUE),
                reorder.duration("max-wait", Duration.ZERO));
        return new ControllerSettings(
                mode, workers, queue, bytes, overflow, window, section.flag("caller-runs", false));
    }

    @SuppressWarnings("NullAway") // null: no such mode
    private static ControllerMode mode(String text) {
        String wanted = text.toUpperCase(Locale.ROOT).replace('-', '_');
        for (ControllerMode mode : ControllerMode.values()) {
            if (mode.name().equals(wanted)) {
                return mode;
            }
        }
        return null;
    }

    /** A module on its own. */
    static PipelineModule<Object> module(
            ModuleCatalog catalog, String type, Optional<String> version, Map<String, Object> settings) {
        GraphProblems problems = new GraphProblems(type, Map.of());
        YamlSettings section = new YamlSettings(problems, "", YamlText.module(type, version, settings));
        Optional<ReadModule> module = new ModuleReader(problems, catalog).module(section);
        problems.throwIfAny();
        return module.orElseThrow(problems::failure).module();
    }
}
