package io.millrace.vehicles.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/**
 * A position as a row of JSON. The age comes last because it is of the moment in which the row is sent; all before it
 * is made once.
 */
public final class PositionRow {

    private static final byte[] AGE = ",\"age_ms\":".getBytes(UTF_8);
    private static final byte[] END = {'}'};

    /** What rows look like: the payload of the {@code schema} event. */
    public static final String SCHEMA =
            "{\"columns\":[" + column("vehicle", "string") + "," + column("operator", "int32")
                    + "," + column("number", "int32") + "," + column("gone", "nullable(string)") + ","
                    + column("event", "string") + "," + column("mode", "nullable(string)") + ","
                    + column("route", "nullable(string)") + "," + column("route_id", "nullable(string)") + ","
                    + column("direction", "nullable(int32)") + "," + column("headsign", "nullable(string)") + ","
                    + column("lat", "float64") + "," + column("long", "float64") + ","
                    + column("heading", "nullable(int32)") + "," + column("speed", "nullable(float64)") + ","
                    + column("accel", "nullable(float64)") + "," + column("odometer", "nullable(int32)") + ","
                    + column("loc_src", "nullable(string)") + "," + column("day", "nullable(string)") + ","
                    + column("start_time", "nullable(string)") + "," + column("stop", "nullable(string)") + ","
                    + column("deviation", "nullable(int32)") + "," + column("door_status", "nullable(int32)") + ","
                    + column("occupancy", "nullable(int32)") + "," + column("time", "datetime64(3)") + ","
                    + column("age_ms", "int64") + "]}";

    private PositionRow() {}

    private static String column(String name, String type) {
        return "{\"name\":\"" + name + "\",\"type\":\"" + type + "\"}";
    }

    /** All but the age and the end. */
    static byte[] of(LivePosition position) {
        JsonText row = new JsonText().begin();
        members(position, row);
        return row.toString().getBytes(UTF_8);
    }

    private static JsonText members(LivePosition position, JsonText row) {
        head(position, row).put("event", position.event());
        LivePosition.Journey journey = position.journey();
        row.put("mode", journey.mode())
                .put("route", journey.route())
                .put("route_id", journey.routeId())
                .put("direction", journey.direction())
                .put("headsign", journey.headsign());
        LivePosition.Motion motion = position.motion();
        row.put("lat", position.latitude())
                .put("long", position.longitude())
                .put("heading", motion.heading())
                .put("speed", motion.speed())
                .put("accel", motion.acceleration())
                .put("odometer", motion.odometer())
                .put("loc_src", motion.source());
        return row.put("day", journey.day())
                .put("start_time", journey.start())
                .put("stop", journey.stop())
                .put("deviation", journey.deviation())
                .put("door_status", position.cabin().doors())
                .put("occupancy", position.cabin().occupancy())
                .put("time", position.time().toString());
    }

    private static JsonText head(LivePosition position, JsonText row) {
        return row.put("vehicle", position.key().text())
                .put("operator", position.key().operator())
                .put("number", position.key().number());
    }

    /** A row that says that a vehicle is no longer among those followed. */
    static byte[] gone(LivePosition last, Gone why) {
        return head(last, new JsonText().begin())
                .put("gone", why.text())
                .put("time", last.time().toString())
                .end()
                .toString()
                .getBytes(UTF_8);
    }

    /** Adds the row, with its age at that moment. */
    static void write(Sighting seen, Instant now, RowBuffer out) {
        object(seen, now, out);
        out.endRow();
    }

    private static void object(Sighting seen, Instant now, RowBuffer out) {
        out.add(seen.row());
        out.add(AGE);
        out.add(age(seen.position(), now));
        out.add(END);
    }

    static long age(LivePosition position, Instant now) {
        return Duration.between(position.time(), now).toMillis();
    }

    /** One vehicle as a JSON object. */
    public static byte[] json(Sighting seen, Instant now) {
        RowBuffer out = new RowBuffer(1);
        object(seen, now, out);
        return out.toBytes();
    }

    /** Rows of NDJSON. */
    public static byte[] lines(Collection<Sighting> vehicles, Instant now) {
        RowBuffer out = new RowBuffer(vehicles.size());
        vehicles.forEach(seen -> write(seen, now, out));
        return out.toBytes();
    }

    /** A page: {@code {"size":1,"total":7,"next":"22/1377","as_of":"...","vehicles":[...]}}. */
    public static byte[] page(VehiclePage page) {
        RowBuffer out = new RowBuffer(page.vehicles().size() + 1);
        out.add(new JsonText()
                .begin()
                .put("size", page.vehicles().size())
                .put("total", page.total())
                .put("next", page.next() == null ? null : page.next().text())
                .put("as_of", page.asOf().toString())
                .name("vehicles")
                .raw("[")
                .toString()
                .getBytes(UTF_8));
        String between = "";
        for (Sighting seen : page.vehicles()) {
            out.add(between.getBytes(UTF_8));
            object(seen, page.asOf(), out);
            between = ",";
        }
        out.add("]}".getBytes(UTF_8));
        return out.toBytes();
    }
}
