package io.millrace.pipeline.app;

import io.millrace.pipeline.graph.GraphDocument;
import io.millrace.pipeline.graph.ModuleCatalog;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads documents with the types of modules on the class path and the variables of the configuration. Those of the
 * environment are not among them: whoever may send a document could read them.
 */
final class DocumentReader {

    private final ModuleCatalog catalog;
    private final Map<String, String> variables;

    DocumentReader(ModuleCatalog catalog, Map<String, String> variables) {
        this.catalog = catalog;
        this.variables = Map.copyOf(variables);
    }

    /** The reader of a service whose sample calls the module behind the given address. */
    static DocumentReader of(ModulesConfig config, ModuleCatalog catalog, String hosted) {
        Map<String, String> variables = new HashMap<>();
        if (config.pipelines().isEmpty()) {
            variables.put("external-target", hosted);
        }
        // MODULES_VARIABLES_EXTERNAL_TARGET comes as external.target
        config.variables().forEach((name, value) -> variables.put(name.replace('.', '-'), value));
        return new DocumentReader(catalog, variables);
    }

    /**
     * Reads one.
     *
     * @param name of the file, for problems
     * @throws io.millrace.pipeline.graph.GraphException with all that is wrong
     */
    GraphDocument read(String name, String text) {
        return GraphDocument.parse(name, text, catalog, variables);
    }
}
