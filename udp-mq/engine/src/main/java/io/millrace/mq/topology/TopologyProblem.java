package io.millrace.mq.topology;

/**
 * One thing that is wrong with a topology file.
 *
 * @param line from 1, 0 when there are no lines
 * @param column from 1, 0 when unknown
 * @param path where in the document, for example {@code edges[1].to[0]}; empty for the document itself
 * @param message what is wrong and what would be right, lower case, without full stop
 */
public record TopologyProblem(int line, int column, String path, String message) {

    /** The problem as a line of a log: {@code pong.yaml:3:5: nodes.a.kind: is missing}. */
    public String text(String file) {
        String place = line > 0 ? file + ":" + line + ":" + column + ": " : file + ": ";
        return place + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
