package io.millrace.vehicles.live;

import io.millrace.vehicles.hfp.VehicleKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Vehicles by key, as they were at one moment.
 *
 * @param total how many the filter finds, on all pages
 * @param next the key after which the next page begins; null on the last one
 * @param asOf the moment
 */
public record VehiclePage(
        List<Sighting> vehicles, int total, @Nullable VehicleKey next, Instant asOf) {

    public VehiclePage {
        vehicles = List.copyOf(vehicles);
    }
}
