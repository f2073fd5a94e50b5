package io.millrace.ksql.rest;

import io.millrace.core.meter.MeterName;
import io.millrace.core.meter.MeterSpec;

/** The meters of ksqlDB's API; {@code docs/metrics.md} is made from this. */
public enum KsqlApiMeter implements MeterName {
    REQUESTS(
            "ksql.http.requests",
            Kind.TIMER,
            "seconds",
            "Requests answered; that of a push query ends with its first line",
            "path, status"),
    ROWS("ksql.http.rows", Kind.COUNTER, "", "Rows given, to clients and to other processes", "kind"),
    PUSH_QUERIES("ksql.http.push.queries", Kind.GAUGE, "", "Push queries that are read at this moment", ""),
    INSERTS("ksql.http.inserts", Kind.COUNTER, "", "Rows of insert streams, by what became of them", "outcome"),
    STALLED("ksql.http.stalled", Kind.COUNTER, "", "Readers cut off because they took nothing", "");

    private final MeterSpec spec;

    KsqlApiMeter(String meter, Kind kind, String unit, String description, String tags) {
        this.spec = new MeterSpec(meter, kind, unit, description, tags);
    }

    @Override
    public MeterSpec spec() {
        return spec;
    }
}
