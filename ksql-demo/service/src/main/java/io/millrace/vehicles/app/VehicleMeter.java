package io.millrace.vehicles.app;

import io.millrace.core.meter.MeterName;

/** Meters of the vehicles service. */
enum VehicleMeter implements MeterName {
    POSITIONS(
            "vehicles.positions", Kind.COUNTER, "outcome", "Positions that came to the board, by what became of them"),
    BOARD("vehicles.board", Kind.GAUGE, "", "Vehicles on the board"),
    GONE("vehicles.gone", Kind.COUNTER, "reason", "Vehicles that left the board: expired or evicted"),
    FOLLOWERS("vehicles.followers", Kind.GAUGE, "", "Readers that follow vehicles");

    private final String meter;
    private final Kind kind;
    private final String tags;
    private final String description;

    VehicleMeter(String meter, Kind kind, String tags, String description) {
        this.meter = meter;
        this.kind = kind;
        this.tags = tags;
        this.description = description;
    }

    @Override
    public String meter() {
        return meter;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String unit() {
        return "";
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public String tags() {
        return tags;
    }
}
