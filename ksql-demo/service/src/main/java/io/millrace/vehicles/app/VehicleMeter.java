package io.millrace.vehicles.app;

import io.millrace.core.meter.MeterName;
import io.millrace.core.meter.MeterSpec;

/** Meters of the vehicles service; {@code docs/metrics.md} is made from this. */
enum VehicleMeter implements MeterName {
    POSITIONS(
            "vehicles.positions", Kind.COUNTER, "Positions that came to the board, by what became of them", "outcome"),
    BOARD("vehicles.board", Kind.GAUGE, "Vehicles on the board", ""),
    GONE("vehicles.gone", Kind.COUNTER, "Vehicles that left the board: expired or evicted", "reason"),
    FOLLOWERS("vehicles.followers", Kind.GAUGE, "Readers that follow vehicles", "");

    private final MeterSpec spec;

    VehicleMeter(String meter, Kind kind, String description, String tags) {
        spec = new MeterSpec(meter, kind, "", description, tags);
    }

    @Override
    public MeterSpec spec() {
        return spec;
    }
}
