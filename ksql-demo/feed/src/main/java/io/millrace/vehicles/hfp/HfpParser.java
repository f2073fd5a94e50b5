package io.millrace.vehicles.hfp;

import static java.util.Objects.requireNonNull;

import io.millrace.core.failure.PoisonException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages of HFP v2. A message without vehicle, {@code tst} or {@code tsi} is poison, and so is one with a value
 * that cannot be; every other field may be null or missing. The refusal names all fields that are wrong, and what would
 * be right.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class HfpParser {

    /** A bus is slower than 40 m/s, a train than 70; captured buses say -1 when they roll back. */
    private static final double MAX_SPEED = 100;

    private static final double MAX_ACCELERATION = 100;

    private final Region region;

    /**
     * A parser.
     *
     * @param region positions outside are poison
     */
    public HfpParser(Region region) {
        this.region = requireNonNull(region, "region is null");
    }

    /**
     * Reads one message.
     *
     * @param payload JSON in UTF-8
     * @throws PoisonException when it is not a message of HFP v2
     */
    public VehiclePosition parse(String topic, byte[] payload) {
        HfpTopic of = HfpTopic.parse(topic);
        Payload fields = Payload.read(payload);
        String event = of.event().name();
        if (!fields.name().equals(event)) {
            throw new PoisonException("payload of '" + topic + "' must hold " + event + ", was " + fields.name());
        }
        Instant time = time(fields);
        vehicle(fields, of.vehicle());
        Coordinates place = place(fields);
        Motion motion = motion(fields);
        Trip trip = trip(fields);
        String problems = fields.problems();
        if (time == null || !problems.isEmpty()) {
            throw new PoisonException(event + " of " + of.vehicle() + ": " + problems);
        }
        return new VehiclePosition(of, time, place, motion, trip);
    }

    private static @Nullable Instant time(Payload fields) {
        Instant time = fields.required("tst", fields.instant("tst"));
        Integer seconds = fields.required("tsi", fields.integer("tsi", 0, Integer.MAX_VALUE));
        if (time != null && seconds != null && Math.abs(time.getEpochSecond() - seconds) > 1) {
            fields.problem(String.format(
                    Locale.ROOT, "tsi must be the seconds of tst, %d, was %d", time.getEpochSecond(), seconds));
        }
        return time;
    }

    private static void vehicle(Payload fields, VehicleKey expected) {
        Integer number = fields.required("veh", fields.integer("veh", 0, 99_999));
        if (number != null && number != expected.number()) {
            fields.problem("veh must be that of the topic, " + expected.number() + ", was " + number);
        }
    }

    private @Nullable Coordinates place(Payload fields) {
        Double latitude = fields.number("lat", -90, 90);
        Double longitude = fields.number("long", -180, 180);
        if (latitude == null || longitude == null) {
            return null;
        }
        Coordinates place = new Coordinates(latitude, longitude);
        if (!region.contains(place)) {
            fields.problem("lat and long must be within " + region.south() + ", " + region.west() + " to "
                    + region.north() + ", " + region.east() + ", were " + latitude + ", " + longitude);
        }
        return place;
    }

    private static Motion motion(Payload fields) {
        Integer doors = fields.integer("drst", 0, 1);
        Double odometer = fields.number("odo", Integer.MIN_VALUE, Integer.MAX_VALUE);
        return new Motion(
                fields.number("spd", -MAX_SPEED, MAX_SPEED),
                fields.integer("hdg", 0, 360),
                fields.number("acc", -MAX_ACCELERATION, MAX_ACCELERATION),
                odometer == null ? null : (Long) odometer.longValue(),
                doors == null ? null : (Boolean) (doors == 1),
                fields.source("loc"));
    }

    private static Trip trip(Payload fields) {
        return new Trip(
                fields.text("desi"),
                fields.text("route"),
                fields.integer("dir", 1, 2),
                fields.integer("oper", 0, 9_999),
                fields.date("oday"),
                fields.integer("jrn", 0, Integer.MAX_VALUE),
                fields.integer("line", 0, Integer.MAX_VALUE),
                fields.clock("start"),
                fields.text("stop"),
                fields.integer("dl", Integer.MIN_VALUE, Integer.MAX_VALUE),
                fields.integer("occu", 0, 100),
                fields.instant("ttarr"),
                fields.instant("ttdep"));
    }
}
