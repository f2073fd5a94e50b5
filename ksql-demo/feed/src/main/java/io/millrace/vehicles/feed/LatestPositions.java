package io.millrace.vehicles.feed;

import io.millrace.vehicles.hfp.VehicleKey;
import io.millrace.vehicles.hfp.VehiclePosition;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The last known position of each vehicle, by the time at which the vehicle sent it: one that comes late never replaces
 * a newer one, and one without place replaces nothing. It grows with the number of vehicles only.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class LatestPositions {

    private final TreeMap<VehicleKey, VehiclePosition> latest = new TreeMap<>();
    private long late;

    /** Takes a position; true when it is the latest of its vehicle now. */
    public synchronized boolean put(VehiclePosition position) {
        if (position.place() == null) {
            return false;
        }
        @Nullable VehiclePosition held = latest.get(position.vehicle());
        if (!position.replaces(held)) {
            late++;
            return false;
        }
        latest.put(position.vehicle(), position);
        return true;
    }

    public synchronized Optional<VehiclePosition> of(VehicleKey vehicle) {
        return Optional.ofNullable(latest.get(vehicle));
    }

    /** All of them as they are now, by vehicle. */
    public synchronized Map<VehicleKey, VehiclePosition> all() {
        return new TreeMap<>(latest);
    }

    /** How many came too late. */
    public synchronized long late() {
        return late;
    }
}
