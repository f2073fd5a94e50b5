package io.millrace.vehicles.live;

import java.time.Instant;

/**
 * Where a vehicle was.
 *
 * @param latitude degrees north
 * @param longitude degrees east
 */
public record TrailPoint(Instant time, double latitude, double longitude) {}
