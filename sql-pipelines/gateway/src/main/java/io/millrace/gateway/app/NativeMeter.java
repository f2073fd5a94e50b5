package io.millrace.gateway.app;

import io.millrace.core.meter.MeterName;
import io.millrace.core.meter.MeterSpec;

/** The meters of the native protocol; {@code docs/metrics.md} is made from this. */
enum NativeMeter implements MeterName {
    CONNECTIONS("native.connections", Kind.GAUGE, "", "Drivers that are connected", ""),
    QUERIES("native.queries", Kind.COUNTER, "", "Queries and other statements that began", ""),
    QUERIES_ACTIVE("native.queries.active", Kind.GAUGE, "", "Those that run at this moment", ""),
    ROWS_OUT("native.rows.out", Kind.COUNTER, "rows", "Rows sent to drivers", ""),
    BYTES_OUT("native.bytes.out", Kind.COUNTER, "bytes", "Bytes sent to drivers, packed as they are", ""),
    ROWS_IN("native.rows.in", Kind.COUNTER, "rows", "Rows that drivers put into streams in blocks", ""),
    ROWS_DROPPED("native.rows.dropped", Kind.COUNTER, "rows", "Rows that a driver was too slow for", "overflow"),
    EXCEPTIONS("native.exceptions", Kind.COUNTER, "", "Errors told to drivers", "code"),
    REFUSED("native.refused", Kind.COUNTER, "", "Drivers sent away, at their hello or later", "");

    private final MeterSpec spec;

    NativeMeter(String meter, Kind kind, String unit, String description, String tags) {
        this.spec = new MeterSpec(meter, kind, unit, description, tags);
    }

    @Override
    public MeterSpec spec() {
        return spec;
    }
}
