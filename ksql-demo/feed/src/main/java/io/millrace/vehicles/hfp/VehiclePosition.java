package io.millrace.vehicles.hfp;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message of a vehicle, checked: what it is, when it was, where, and all else it may tell.
 *
 * @param time when the vehicle sent it, in milliseconds; later ones make earlier ones obsolete
 * @param place null when the vehicle does not know
 */
public record VehiclePosition(
        HfpTopic topic, Instant time, @Nullable Coordinates place, Motion motion, Trip trip) {

    public VehiclePosition {
        requireNonNull(topic, "topic is null");
        requireNonNull(time, "time is null");
        requireNonNull(motion, "motion is null");
        requireNonNull(trip, "trip is null");
    }

    /** Who sent it. */
    public VehicleKey vehicle() {
        return topic.vehicle();
    }

    /**
     * Whether this is to replace what is held of the same vehicle: it is not older. Of two with one time, which happens
     * when an event and a position are sent together, the one that came last stays.
     *
     * @param held null when nothing is
     */
    public boolean replaces(@Nullable VehiclePosition held) {
        return held == null || !time.isBefore(held.time);
    }

    /** The reference system's form, {@code 60.278461|25.021287|1669603746}; null without place. */
    public @Nullable String location() {
        return place == null ? null : place.latitude() + "|" + place.longitude() + "|" + time.getEpochSecond();
    }
}
