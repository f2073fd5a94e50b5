package io.millrace.pipeline.graph;

import java.util.List;
import java.util.Map;

/**
 * A document of pipelines that has been read and checked.
 *
 * @param pipelines in order of the document, at least one
 */
public record GraphDocument(List<GraphPipeline> pipelines) {
    public GraphDocument {
        pipelines = List.copyOf(pipelines);
    }

    /**
     * Reads a document with the module types on the class path.
     *
     * @param fileName its name in problems
     * @param text YAML
     * @throws GraphException with all problems at once
     */
    public static GraphDocument parse(String fileName, String text) {
        return parse(fileName, text, ModuleCatalog.installed());
    }

    /** The same with other module types. */
    public static GraphDocument parse(String fileName, String text, ModuleCatalog catalog) {
        return parse(fileName, text, catalog, Map.of());
    }

    /**
     * The same with variables.
     *
     * @param variables what {@code ${name}} and {@code ${name:otherwise}} in values stand for. The environment of a
     *     process only for documents of its operator: who writes the document can read them
     */
    public static GraphDocument parse(
            String fileName, String text, ModuleCatalog catalog, Map<String, String> variables) {
        return new GraphReader(new GraphProblems(fileName, variables), catalog).read(text);
    }
}
