package io.millrace.pipeline.graph;

import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Text as nodes of YAML. */
final class YamlText {

    private static final int MAX_CHARACTERS = 1 << 20;
    private static final int MAX_NESTING = 200;

    private YamlText() {}

    /** The document's root; throws at once when there is none. */
    static Node compose(GraphProblems problems, String text) {
        if (text.length() > MAX_CHARACTERS) {
            problems.add(null, "", "has more than " + MAX_CHARACTERS + " characters");
            throw problems.failure();
        }
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(MAX_NESTING);
        try {
            Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            if (root == null) {
                problems.add(null, "", "is empty; expected the key pipelines");
                throw problems.failure();
            }
            return root;
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            throw problems.failure(mark, "not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw problems.failure(null, "not YAML: " + e.getMessage());
        }
    }

    /** The nodes of a module of a type with plain settings. */
    static Node module(String type, Optional<String> version, Map<String, Object> settings) {
        Map<String, @Nullable Object> module = new LinkedHashMap<>();
        module.put("type", type);
        version.ifPresent(text -> module.put("version", text));
        module.put("settings", settings);
        return new Yaml().represent(module);
    }
}
