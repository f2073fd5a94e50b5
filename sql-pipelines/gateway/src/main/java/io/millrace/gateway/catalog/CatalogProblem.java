package io.millrace.gateway.catalog;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing that is wrong with a pipeline file or with a pipeline sent by a client.
 *
 * @param line from 1, 0 when there are no lines
 * @param column from 1, 0 when unknown
 * @param path where in the document, for example {@code pipelines[1].sqls[0]}; empty for the document itself
 * @param message what is wrong and what would be right, lower case, without full stop
 */
public record CatalogProblem(int line, int column, String path, String message) {

    /** The problem as a line of a log: {@code config.yaml:3:5: pipelines[0].name: is empty}. */
    public String text(String file) {
        StringBuilder text = new StringBuilder();
        if (line > 0) {
            text.append(file)
                    .append(':')
                    .append(line)
                    .append(':')
                    .append(column)
                    .append(": ");
        } else if (!file.isEmpty()) {
            text.append(file).append(": ");
        }
        if (!path.isEmpty()) {
            text.append(path).append(": ");
        }
        return text.append(message).toString();
    }

    /** The problem as members of a problem document. */
    public Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        if (line > 0) {
            details.put("line", line);
            details.put("column", column);
        }
        details.put("path", path);
        details.put("message", message);
        return details;
    }
}
