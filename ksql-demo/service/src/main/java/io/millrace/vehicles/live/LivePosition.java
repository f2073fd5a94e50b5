package io.millrace.vehicles.live;

import static java.util.Objects.requireNonNull;

import io.millrace.vehicles.hfp.Coordinates;
import io.millrace.vehicles.hfp.LocationSource;
import io.millrace.vehicles.hfp.Trip;
import io.millrace.vehicles.hfp.VehicleKey;
import io.millrace.vehicles.hfp.VehiclePosition;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Where a vehicle was, and what it was doing there.
 *
 * @param time when it was measured, by the vehicle's clock: the event time
 * @param latitude degrees north, -90 to 90
 * @param longitude degrees east, -180 to 180
 * @param event what made the vehicle say so: {@code VP} each second, {@code DOO} when doors open...
 */
public record LivePosition(
        VehicleKey key,
        Instant time,
        double latitude,
        double longitude,
        String event,
        Motion motion,
        Journey journey,
        Cabin cabin) {

    public LivePosition {
        requireNonNull(key, "key is null");
        requireNonNull(time, "time is null");
        // written so that NaN is refused too
        if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
            throw new IllegalArgumentException("no place on earth: latitude " + latitude + ", longitude " + longitude);
        }
    }

    /** The position in a message; null when it has none, or is about the vehicle's next journey. */
    public static @Nullable LivePosition of(VehiclePosition message) {
        Coordinates place = message.place();
        // what it says of its next journey would show it on a route that it does not drive yet
        return place == null || message.topic().upcoming()
                ? null
                : new LivePosition(
                        message.vehicle(),
                        message.time(),
                        place.latitude(),
                        place.longitude(),
                        message.topic().event().name(),
                        motion(message.motion()),
                        journey(message),
                        cabin(message));
    }

    private static Motion motion(io.millrace.vehicles.hfp.Motion told) {
        LocationSource source = told.source();
        return new Motion(
                told.heading(),
                told.speed(),
                told.acceleration(),
                told.odometer(),
                source == null ? null : source.text());
    }

    private static Journey journey(VehiclePosition message) {
        io.millrace.vehicles.hfp.Journey topic = message.topic().journey();
        Trip trip = message.trip();
        LocalDate day = trip.day();
        return new Journey(
                message.topic().mode().text(),
                trip.label(),
                trip.route() == null && topic != null ? topic.route() : trip.route(),
                trip.direction(),
                topic == null ? null : topic.headsign(),
                day == null ? null : day.toString(),
                trip.start(),
                trip.stop(),
                trip.deviation());
    }

    private static Cabin cabin(VehiclePosition message) {
        Boolean open = message.motion().doorsOpen();
        return new Cabin(
                open == null ? null : (Integer) (open ? 1 : 0), message.trip().occupancy());
    }

    /**
     * How it moves; null for what the vehicle does not say.
     *
     * @param heading degrees clockwise from north, 0 to 360
     * @param speed metres per second
     * @param acceleration metres per second squared
     * @param odometer metres since the journey began
     * @param source what the position comes from: {@code GPS}, {@code ODO}, {@code MAN}, {@code DR}
     */
    public record Motion(
            @Nullable Integer heading,
            @Nullable Double speed,
            @Nullable Double acceleration,
            @Nullable Long odometer,
            @Nullable String source) {

        /** A vehicle that says nothing. */
        public static final Motion UNKNOWN = new Motion(null, null, null, null, null);
    }

    /**
     * What it is driving; null for what the vehicle does not say.
     *
     * @param mode {@code bus}, {@code tram}...
     * @param route as passengers see it: {@code 550}
     * @param routeId as timetables see it: {@code 2550}
     * @param direction 1 or 2
     * @param headsign where it says that it goes
     * @param day the operating day, {@code 2023-10-23}
     * @param start when the journey began by the timetable, {@code 15:56}; may be past {@code 24:00}
     * @param stop where it is, or goes next
     * @param deviation seconds against the timetable; negative is late
     */
    public record Journey(
            @Nullable String mode,
            @Nullable String route,
            @Nullable String routeId,
            @Nullable Integer direction,
            @Nullable String headsign,
            @Nullable String day,
            @Nullable String start,
            @Nullable String stop,
            @Nullable Integer deviation) {

        /** A vehicle that is on no journey. */
        public static final Journey NONE = new Journey(null, null, null, null, null, null, null, null, null);
    }

    /**
     * The state of the vehicle itself; null for what it does not say.
     *
     * @param doors 0 closed, 1 some are open
     * @param occupancy 0 to 100
     */
    public record Cabin(@Nullable Integer doors, @Nullable Integer occupancy) {

        /** A vehicle that says nothing. */
        public static final Cabin UNKNOWN = new Cabin(null, null);
    }
}
