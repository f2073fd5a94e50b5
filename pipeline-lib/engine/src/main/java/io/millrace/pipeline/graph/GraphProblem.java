package io.millrace.pipeline.graph;

/**
 * One thing that is wrong with a document of pipelines.
 *
 * @param line from 1; 0 when there are no lines
 * @param column from 1; 0 when unknown
 * @param path where in the document, for example {@code pipelines.demo.controllers[0].mode}; empty for the document
 * @param message what is wrong and what would be right, lower case, without full stop
 */
public record GraphProblem(int line, int column, String path, String message) {

    /** The problem as a line of text: {@code demo.yaml:3: pipelines.demo.controllers[0].mode: must be ...}. */
    public String text(String fileName) {
        String place = line > 0 ? fileName + ":" + line + ": " : fileName + ": ";
        return place + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
