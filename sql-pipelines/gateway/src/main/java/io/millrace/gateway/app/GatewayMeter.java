package io.millrace.gateway.app;

import io.millrace.core.meter.MeterName;
import io.millrace.core.meter.MeterSpec;

/** The gateway's meters; {@code docs/metrics.md} is made from this. */
enum GatewayMeter implements MeterName {
    ROWS_OUT("sql.rows.out", Kind.COUNTER, "rows", "Rows handed to readers, counted once for each reader", "pipeline"),
    BYTES_OUT("sql.bytes.out", Kind.COUNTER, "bytes", "The same rows, encoded as JSON lines", "pipeline"),
    ROWS_PRODUCED("sql.rows.produced", Kind.COUNTER, "rows", "Rows that the pipeline's queries gave", "pipeline"),
    ROWS_DROPPED(
            "sql.rows.dropped",
            Kind.COUNTER,
            "rows",
            "Rows that a reader missed because it was too slow",
            "pipeline, overflow"),
    READERS("sql.readers", Kind.GAUGE, "", "Readers at this moment", "pipeline"),
    LAG("sql.lag", Kind.GAUGE, "seconds", "From the making of the last rows to their hand-over", "pipeline"),
    ERRORS(
            "sql.errors",
            Kind.COUNTER,
            "",
            "Queries that failed; the reason is who must act: caller, record, time or operator",
            "pipeline, reason"),
    INTERRUPTIONS(
            "sql.interruptions",
            Kind.COUNTER,
            "",
            "Times that a running query lost its server and went on when it was back",
            "pipeline"),
    FIRST_ROW("sql.query.first.row", Kind.TIMER, "seconds", "From a query's start to its first row", "pipeline"),
    QUERIES_ACTIVE("sql.queries.active", Kind.GAUGE, "", "Queries that run at this moment", "pipeline"),
    PIPELINES(
            "sql.pipelines",
            Kind.GAUGE,
            "",
            "Pipelines by what can be done with them: ready, refused or unavailable",
            "state");

    private final MeterSpec spec;

    GatewayMeter(String meter, Kind kind, String unit, String description, String tags) {
        this.spec = new MeterSpec(meter, kind, unit, description, tags);
    }

    @Override
    public MeterSpec spec() {
        return spec;
    }
}
