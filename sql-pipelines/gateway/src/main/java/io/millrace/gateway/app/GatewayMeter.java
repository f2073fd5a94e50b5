package io.millrace.gateway.app;

import java.util.List;

/** The gateway's meters; {@code docs/metrics.md} is made from this. */
enum GatewayMeter {
    ROWS_OUT("sql.rows.out", "counter", "rows", "rows handed to readers, counted once for each reader", "pipeline"),
    BYTES_OUT("sql.bytes.out", "counter", "bytes", "the same rows, encoded as JSON lines", "pipeline"),
    ROWS_PRODUCED("sql.rows.produced", "counter", "rows", "rows that the pipeline's queries gave", "pipeline"),
    ROWS_DROPPED(
            "sql.rows.dropped", "counter", "rows", "rows that a reader missed because it was too slow", "pipeline", "overflow"),
    READERS("sql.readers", "gauge", "", "readers at this moment", "pipeline"),
    LAG("sql.lag", "gauge", "seconds", "from the making of the last rows to their hand-over", "pipeline"),
    ERRORS("sql.errors", "counter", "", "queries that failed, by who must act", "pipeline", "reason"),
    FIRST_ROW("sql.query.first.row", "timer", "seconds", "from a query's start to its first row", "pipeline"),
    QUERIES_ACTIVE("sql.queries.active", "gauge", "", "queries that run at this moment", "pipeline"),
    PIPELINES("sql.pipelines", "gauge", "", "pipelines by what can be done with them", "state");

    private final String meter;
    private final String kind;
    private final String unit;
    private final String description;
    private final List<String> tags;

    GatewayMeter(String meter, String kind, String unit, String description, String... tags) {
        this.meter = meter;
        this.kind = kind;
        this.unit = unit;
        this.description = description;
        this.tags = List.of(tags);
    }

    /** The name in the registry; the exporter adds unit and suffix. */
    String meter() {
        return meter;
    }

    String kind() {
        return kind;
    }

    String unit() {
        return unit;
    }

    String description() {
        return description;
    }

    List<String> tags() {
        return tags;
    }
}
