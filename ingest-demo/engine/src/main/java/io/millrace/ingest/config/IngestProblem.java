package io.millrace.ingest.config;

/**
 * One thing that is wrong with a document.
 *
 * @param line from 1; 0 when there are no lines
 * @param column from 1; 0 when unknown
 * @param path where in the document, for example {@code pipelines.btc.sinks.store.port}; empty for the document itself
 * @param message what is wrong and what would be right, lower case, without full stop
 */
public record IngestProblem(int line, int column, String path, String message) {

    /** On one line, without the file: {@code 7:9 sink.port: expected ..., found ...}. */
    public String text() {
        return (line == 0 ? "" : line + ":" + column + " ") + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
