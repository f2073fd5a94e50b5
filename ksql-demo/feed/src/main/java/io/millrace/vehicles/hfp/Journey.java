package io.millrace.vehicles.hfp;

import org.jspecify.annotations.Nullable;

/**
 * What a topic tells of a journey on a route.
 *
 * @param route for example {@code 5520}
 * @param direction 1 or 2, which are 0 and 1 in GTFS
 * @param headsign what the vehicle shows, for example {@code Matinkylä (M)}
 * @param start {@code HH:mm}, local time
 * @param nextStop its id; {@code EOL} after the last stop, empty outside of the area
 * @param geohashLevel 0 to 5, see {@link Geohash#level}
 * @param geohash four levels, see {@link Geohash#text}
 * @param sid the crossing of a traffic light message; null otherwise
 */
public record Journey(
        String route,
        int direction,
        String headsign,
        String start,
        String nextStop,
        int geohashLevel,
        String geohash,
        @Nullable String sid) {}
