package io.millrace.vehicles.fleet;

import io.millrace.vehicles.hfp.Coordinates;
import io.millrace.vehicles.hfp.EventType;
import io.millrace.vehicles.hfp.Geohash;
import io.millrace.vehicles.hfp.HfpTopic;
import io.millrace.vehicles.hfp.Journey;
import io.millrace.vehicles.hfp.JourneyType;
import io.millrace.vehicles.hfp.LocationSource;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts what vehicles do into messages of HFP v2.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class FleetVoice {

    private static final ZoneId HELSINKI = ZoneId.of("Europe/Helsinki");
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    /** An operating day ends at half past four. */
    private static final int DAY_ENDS_MINUTES = 270;

    /** What a vehicle has said last, from which the level of the next topic follows. */
    private record Said(@Nullable Coordinates place, String rest) {}

    private final Consumer<FleetMessage> out;
    private final Map<FleetVehicle, Said> said = new HashMap<>();

    FleetVoice(Consumer<FleetMessage> out) {
        this.out = out;
    }

    /** The vehicle tells an event at a moment. */
    void say(FleetVehicle vehicle, EventType event, Instant time) {
        send(vehicle, event, time, false);
    }

    /** The vehicle tells about its next journey. */
    void upcoming(FleetVehicle vehicle, Instant time) {
        send(vehicle, EventType.VP, time, true);
    }

    private void send(FleetVehicle vehicle, EventType event, Instant time, boolean upcoming) {
        RouteLine.Location location = vehicle.knowsPlace() ? vehicle.location() : null;
        Coordinates place = location == null ? null : location.place();
        out.accept(new FleetMessage(
                topic(vehicle, event, place, upcoming).text(), payload(vehicle, event, time, location), time));
    }

    private HfpTopic topic(FleetVehicle vehicle, EventType event, @Nullable Coordinates place, boolean upcoming) {
        RouteLine line = vehicle.line();
        if (vehicle.phase() == FleetVehicle.Phase.DEADRUN) {
            return new HfpTopic(JourneyType.DEADRUN, false, event, line.mode(), vehicle.key(), null);
        }
        String start = CLOCK.format(vehicle.journeyStart().atZone(HELSINKI));
        String rest = upcoming + event.text() + line.route() + line.direction() + start + vehicle.nextStopId();
        Said before = said.put(vehicle, new Said(place, rest));
        int level = before == null
                ? 0
                : Geohash.level(before.place(), place, before.rest().equals(rest));
        boolean lights = event == EventType.TLR || event == EventType.TLA;
        Journey journey = new Journey(
                line.route(),
                line.direction(),
                line.headsign(),
                start,
                vehicle.nextStopId(),
                level,
                Geohash.text(place),
                lights ? crossing(vehicle) : null);
        return new HfpTopic(JourneyType.JOURNEY, upcoming, event, line.mode(), vehicle.key(), journey);
    }

    private static String crossing(FleetVehicle vehicle) {
        return Integer.toString(2_000 + vehicle.line().route().hashCode() % 500);
    }

    private static byte[] payload(
            FleetVehicle vehicle, EventType event, Instant time, RouteLine.@Nullable Location location) {
        PayloadText text = new PayloadText(event.name());
        boolean onRoute = vehicle.phase() != FleetVehicle.Phase.DEADRUN;
        boolean signing = switch (event) {
            case DA, DOUT, BA, BOUT -> true;
            default -> false;
        };
        if (!signing) {
            text.text("desi", onRoute ? vehicle.line().label() : null)
                    .text("dir", onRoute ? Integer.toString(vehicle.line().direction()) : null);
        }
        text.whole("oper", onRoute ? (Long) (long) running(vehicle.key().operator()) : null)
                .whole("veh", vehicle.key().number())
                .time("tst", time)
                .whole("tsi", time.getEpochSecond());
        motion(text, vehicle, location);
        if (!signing) {
            trip(text, vehicle, event, time, onRoute);
        }
        extras(text, vehicle, event);
        return text.toBytes();
    }

    /** Operator 18 owns vehicles whose journeys 6 runs. */
    private static int running(int owner) {
        return owner == 18 ? 6 : owner;
    }

    private static void motion(PayloadText text, FleetVehicle vehicle, RouteLine.@Nullable Location location) {
        boolean known = location != null;
        text.number("spd", known ? (Double) vehicle.speed() : null, 2)
                .whole("hdg", location == null ? null : (Long) (long) location.heading())
                .number(
                        "lat",
                        location == null ? null : (Double) location.place().latitude(),
                        6)
                .number(
                        "long",
                        location == null ? null : (Double) location.place().longitude(),
                        6)
                .number("acc", known ? (Double) vehicle.acceleration() : null, 2)
                .whole("odo", vehicle.odometer())
                .whole("drst", vehicle.doorsOpen() ? 1 : 0)
                .text("loc", (known ? LocationSource.GPS : LocationSource.NONE).text());
    }

    private static void trip(PayloadText text, FleetVehicle vehicle, EventType event, Instant time, boolean onRoute) {
        ZonedDateTime start = vehicle.journeyStart().atZone(HELSINKI);
        String stop = vehicle.stopId();
        text.whole("dl", onRoute ? (Long) (long) vehicle.deviation(time) : null)
                .text(
                        "oday",
                        onRoute
                                ? start.minusMinutes(DAY_ENDS_MINUTES)
                                        .toLocalDate()
                                        .toString()
                                : null)
                .whole("jrn", onRoute ? (Long) (long) vehicle.journey() : null)
                .whole("line", onRoute ? (Long) (long) (vehicle.line().route().hashCode() % 1_000 & 0xffff) : null)
                .text("start", onRoute ? CLOCK.format(start) : null)
                // a number, as real vehicles send it
                .whole("stop", onRoute && !stop.isEmpty() ? (Long) Long.parseLong(stop) : null)
                .text("route", onRoute ? vehicle.line().route() : null)
                .whole("occu", 0);
        if (onRoute && isAtStop(event)) {
            Instant planned = time.plusSeconds(vehicle.deviation(time));
            Instant minute = Instant.ofEpochSecond(planned.getEpochSecond() / 60 * 60);
            text.time("ttarr", minute).time("ttdep", minute);
        }
    }

    private static boolean isAtStop(EventType event) {
        return switch (event) {
            case DUE, ARR, ARS, DEP, PDE, PAS, WAIT -> true;
            default -> false;
        };
    }

    private static void extras(PayloadText text, FleetVehicle vehicle, EventType event) {
        switch (event) {
            case TLR ->
                text.whole("sid", Long.parseLong(crossing(vehicle)))
                        .whole("signal-groupid", 894)
                        .whole("tlp-requestid", vehicle.odometer() % 256)
                        .text("tlp-requesttype", "NORMAL")
                        .text("tlp-prioritylevel", "normal")
                        .text("tlp-reason", "AHEAD");
            case TLA ->
                text.whole("sid", Long.parseLong(crossing(vehicle)))
                        .whole("tlp-requestid", vehicle.odometer() % 256)
                        .text("tlp-decision", "ACK");
            case DA, DOUT, BA, BOUT, VJA, VJOUT ->
                text.whole("dr-type", 1).whole("block", vehicle.key().number() % 500);
            case VP, DUE, ARR, DEP, ARS, PDE, PAS, WAIT, DOO, DOC -> {}
        }
    }
}
