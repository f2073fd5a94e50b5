package io.millrace.vehicles.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.vehicles.hfp.VehicleKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Vehicles and trails as GeoJSON (RFC 7946): points and lines, longitude first. */
public final class GeoJson {

    private GeoJson() {}

    /** A collection of points, whose properties are the members of rows. */
    public static byte[] collection(Collection<Sighting> vehicles, Instant now) {
        RowBuffer out = new RowBuffer(vehicles.size() + 1);
        add(out, "{\"type\":\"FeatureCollection\",\"features\":[");
        String between = "";
        for (Sighting seen : vehicles) {
            LivePosition position = seen.position();
            add(
                    out,
                    between + "{\"type\":\"Feature\",\"id\":\"" + position.key().text()
                            + "\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[" + position.longitude() + ","
                            + position.latitude() + "]},\"properties\":");
            out.add(PositionRow.json(seen, now));
            add(out, "}");
            between = ",";
        }
        add(out, "]}");
        return out.toBytes();
    }

    /** Where a vehicle was, oldest first: a line with the times of its points. */
    public static byte[] trail(VehicleKey key, List<TrailPoint> points) {
        StringBuilder text = new StringBuilder("{\"type\":\"Feature\",\"id\":\"")
                .append(key.text())
                .append("\",\"geometry\":{\"type\":\"MultiPoint\",\"coordinates\":[");
        String between = "";
        for (TrailPoint point : points) {
            text.append(between)
                    .append('[')
                    .append(point.longitude())
                    .append(',')
                    .append(point.latitude())
                    .append(']');
            between = ",";
        }
        text.append("]},\"properties\":{\"times\":[");
        between = "";
        for (TrailPoint point : points) {
            text.append(between).append('"').append(point.time()).append('"');
            between = ",";
        }
        return text.append("]}}").toString().getBytes(UTF_8);
    }

    private static void add(RowBuffer out, String text) {
        out.add(text.getBytes(UTF_8));
    }
}
