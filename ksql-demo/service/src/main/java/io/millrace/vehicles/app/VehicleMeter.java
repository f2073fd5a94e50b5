package io.millrace.vehicles.app;

import io.millrace.core.meter.MeterName;
import io.millrace.core.meter.MeterSpec;

/** The meters of the vehicles service; {@code docs/metrics.md} is made from this. */
enum VehicleMeter implements MeterName {
    POSITIONS(
            "vehicles.positions", Kind.COUNTER, "Positions that came to the board, by what became of them", "outcome"),
    BOARD("vehicles.board", Kind.GAUGE, "Vehicles on the board", ""),
    GONE("vehicles.gone", Kind.COUNTER, "Vehicles that left the board: expired or evicted", "reason"),
    FOLLOWERS("vehicles.followers", Kind.GAUGE, "Readers that follow vehicles", ""),
    QUERIES("vehicles.ksql.queries", Kind.GAUGE, "Queries of ksqlDB's statements that run in this process", ""),
    ROW_FAILURES(
            "vehicles.ksql.row.failures",
            Kind.COUNTER,
            "Rows that a statement could not handle, told in the processing log",
            ""),
    CONNECT_TASKS("vehicles.connect.tasks", Kind.GAUGE, "Tasks of connectors in this process, by state", "state"),
    CONNECT_RESTARTS("vehicles.connect.restarts", Kind.COUNTER, "Starts of tasks of connectors that had failed", ""),
    LOST_SESSIONS(
            "vehicles.mqtt.lost.sessions",
            Kind.COUNTER,
            "Sessions that the MQTT broker had forgotten: each time, what was published in between is missing",
            "");

    private final MeterSpec spec;

    VehicleMeter(String meter, Kind kind, String description, String tags) {
        this.spec = new MeterSpec(meter, kind, "", description, tags);
    }

    @Override
    public MeterSpec spec() {
        return spec;
    }
}
