package io.millrace.pipeline.graph;

import java.util.List;

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
        return new GraphReader(fileName, catalog).read(text);
    }
}
