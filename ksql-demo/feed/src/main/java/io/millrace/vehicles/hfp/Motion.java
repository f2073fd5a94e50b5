package io.millrace.vehicles.hfp;

import org.jspecify.annotations.Nullable;

/**
 * How a vehicle moves; each null when it does not tell.
 *
 * @param speed metres a second; negative when it rolls back
 * @param heading degrees clockwise from north, 0 to 360
 * @param acceleration metres a second squared; negative when it slows down
 * @param odometer metres since the start of the journey
 * @param doorsOpen whether at least one door is open
 * @param source how it knows where it is
 */
public record Motion(
        @Nullable Double speed,
        @Nullable Integer heading,
        @Nullable Double acceleration,
        @Nullable Long odometer,
        @Nullable Boolean doorsOpen,
        @Nullable LocationSource source) {}
