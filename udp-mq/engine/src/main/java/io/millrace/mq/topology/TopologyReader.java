package io.millrace.mq.topology;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads topology files. The document is composed to nodes and never constructed, so tags do nothing. */
final class TopologyReader {

    private static final List<String> KEYS = List.of("name", "statistics", "nodes", "edges");
    private static final int MAX_BYTES = 1 << 20;

    private TopologyReader() {}

    static Topology read(Path file, Map<String, String> variables) {
        String name = String.valueOf(file.getFileName());
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw failure(file.toString(), null, "has more than " + MAX_BYTES + " bytes");
            }
            return parse(file.toString(), Files.readString(file), variables, name);
        } catch (NoSuchFileException e) {
            throw failure(file.toString(), null, "does not exist");
        } catch (MalformedInputException e) {
            throw failure(file.toString(), null, "is not UTF-8 text");
        } catch (IOException e) {
            throw failure(file.toString(), null, "cannot be read: " + e.getMessage());
        }
    }

    static Topology parse(String file, String text, Map<String, String> variables) {
        return parse(file, text, variables, file);
    }

    private static Topology parse(String file, String text, Map<String, String> variables, String name) {
        Node root = compose(file, text);
        if (root == null) {
            throw failure(file, null, "is empty; a topology needs the keys nodes and edges");
        }
        Problems problems = new Problems(variables);
        Section document = new Section(problems, "", root, KEYS);
        List<NodeSpec> nodes = NodeReader.read(document, problems);
        List<EdgeSpec> edges = EdgeReader.read(document, problems, nodes);
        Topology topology = new Topology(
                document.text("name", name.replaceFirst("\\.ya?ml$", "")), nodes, edges, statistics(document));
        new TopologyCheck(topology, document, problems).run();
        if (!problems.isEmpty()) {
            throw new TopologyException(file, problems.sorted());
        }
        return topology;
    }

    private static StatisticsSpec statistics(Section document) {
        if (!document.fields().containsKey("statistics")) {
            return StatisticsSpec.NONE;
        }
        Section section = document.section("statistics", List.of("address", "hub", "period"));
        Duration period = section.duration("period", Duration.ofSeconds(60));
        if (!period.isPositive()) {
            section.problem("period", "must be positive");
        }
        return new StatisticsSpec(section.address("address"), section.text("hub"), period);
    }

    private static @Nullable Node compose(String file, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(20);
        try {
            return new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            throw failure(file, mark, "not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw failure(file, null, "not YAML: " + e.getMessage());
        }
    }

    private static TopologyException failure(String file, @Nullable Mark mark, String message) {
        List<TopologyProblem> problems = new ArrayList<>();
        problems.add(new TopologyProblem(
                mark == null ? 0 : mark.getLine() + 1, mark == null ? 0 : mark.getColumn() + 1, "", message));
        return new TopologyException(file, problems);
    }
}
