package io.millrace.ksql.rest;

import io.millrace.ksql.plan.Column;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The forms in which the rows of a query are given. */
enum QueryForm {
    /** {@code /query}: an array of objects, each with one member: header, row, finalMessage or errorMessage. */
    ROWS("application/vnd.ksql.v1+json", "\n"),
    /** {@code /query-stream}: a line with an object, then a line with an array per row. */
    DELIMITED("application/vnd.ksqlapi.delimited.v1", " "),
    /** {@code /query-stream} as one array: an object, then an array per row. */
    ARRAY("application/json", "\n");

    private final String contentType;
    private final String heartbeat;

    QueryForm(String contentType, String heartbeat) {
        this.contentType = contentType;
        this.heartbeat = heartbeat;
    }

    String contentType() {
        return contentType;
    }

    /**
     * A sign of life between rows: white space where JSON allows it. Within lines it is a space before the next one,
     * because clients take an empty line for a broken row.
     */
    String heartbeat() {
        return heartbeat;
    }

    /**
     * What a request asks for.
     *
     * @throws RefusedException when none of the forms is accepted
     */
    static QueryForm of(HttpServerRequest request) {
        boolean old = Exchange.path(request).equals("/query");
        String accept = request.getHeader("accept");
        if (accept == null) {
            return old ? ROWS : DELIMITED;
        }
        String types = accept.toLowerCase(Locale.ROOT);
        if (!old && types.contains(DELIMITED.contentType)) {
            return DELIMITED;
        }
        if (types.contains(ROWS.contentType)) {
            return ROWS;
        }
        if (types.contains(ARRAY.contentType) || types.contains("application/*")) {
            return old ? ROWS : ARRAY;
        }
        if (types.contains("*/*")) {
            return old ? ROWS : DELIMITED;
        }
        throw RefusedException.of(
                RefusedException.NOT_ACCEPTABLE,
                "none of the types in Accept is given here: " + accept + "; there is "
                        + (old ? ROWS.contentType : DELIMITED.contentType) + " and " + ARRAY.contentType);
    }

    /** The type that the answer to a request has. */
    String contentType(HttpServerRequest request) {
        String accept = request.getHeader("accept");
        // who asks for plain JSON gets it by that name
        return this == ROWS && accept != null && !accept.contains(contentType) ? ARRAY.contentType : contentType;
    }

    /**
     * What comes first.
     *
     * @param keys whether columns of the key are marked, as ksqlDB does for pull queries alone
     */
    String header(String queryId, List<Column> columns, boolean keys) {
        if (this == ROWS) {
            String schema = columns.stream()
                    .map(column ->
                            "`" + column.name() + "` " + column.type().text() + (keys && column.isKey() ? " KEY" : ""))
                    .collect(Collectors.joining(", "));
            return "[{\"header\":{\"queryId\":" + text(queryId) + ",\"schema\":" + text(schema) + "}},\n";
        }
        String names = columns.stream().map(column -> text(column.name())).collect(Collectors.joining(","));
        String types =
                columns.stream().map(column -> text(column.type().text())).collect(Collectors.joining(","));
        String header =
                "{\"queryId\":" + text(queryId) + ",\"columnNames\":[" + names + "],\"columnTypes\":[" + types + "]}";
        return this == DELIMITED ? header + "\n" : "[" + header;
    }

    /** What stands before a row. */
    String before() {
        return switch (this) {
            case ROWS -> "{\"row\":{\"columns\":";
            case DELIMITED -> "";
            case ARRAY -> ",\n";
        };
    }

    /** What stands behind a row. */
    String behind(boolean removed) {
        return switch (this) {
            case ROWS -> removed ? ",\"tombstone\":true}},\n" : "}},\n";
            case DELIMITED -> "\n";
            case ARRAY -> "";
        };
    }

    /**
     * What comes last.
     *
     * @param message for people; only one form has a place for it
     */
    String end(String message) {
        return switch (this) {
            case ROWS -> "{\"finalMessage\":" + text(message) + "}]\n";
            case DELIMITED -> "";
            case ARRAY -> "]\n";
        };
    }

    /** What comes last when the query fails. */
    String failed(RuntimeException failure) {
        String error = RefusedException.line(failure).toString();
        return switch (this) {
            case ROWS -> "{\"errorMessage\":" + error + "}]\n";
            case DELIMITED -> error + "\n";
            case ARRAY -> ",\n" + error + "]\n";
        };
    }

    private static String text(@Nullable String value) {
        return Json.array().add(value).get(0).toString();
    }
}
