package io.millrace.vehicles.live;

import io.millrace.vehicles.hfp.VehicleKey;
import io.millrace.vehicles.live.LivePosition.Cabin;
import io.millrace.vehicles.live.LivePosition.Journey;
import io.millrace.vehicles.live.LivePosition.Motion;
import java.time.Instant;

/** Positions for tests. */
public final class Positions {

    private Positions() {}

    /** A bus of route 550. */
    public static LivePosition at(String key, Instant time, double latitude, double longitude) {
        return on("550", key, time, latitude, longitude);
    }

    /** A bus of a route. */
    public static LivePosition on(String route, String key, Instant time, double latitude, double longitude) {
        return new LivePosition(
                VehicleKey.parse(key),
                time,
                latitude,
                longitude,
                "VP",
                new Motion(156, 8.49, -1.29, 20_729L, "GPS"),
                new Journey("bus", route, "2" + route, 2, "Matinkylä (M)", "2026-01-01", "15:56", "2323253", -101),
                new Cabin(0, 0));
    }
}
