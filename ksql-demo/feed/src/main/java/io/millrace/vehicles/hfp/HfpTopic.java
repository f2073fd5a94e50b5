package io.millrace.vehicles.hfp;

import io.millrace.core.failure.PoisonException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The topic of a message: {@code /hfp/v2/journey/ongoing/vp/bus/0018/01003/5520/2/Matinkylä
 * (M)/15:56/2323253/4/60;24/17/63/84}, or {@code /hfp/v2/deadrun/ongoing/vp/bus/0018/01003}.
 *
 * @param upcoming whether it is about the vehicle's next journey
 * @param journey null exactly when the type is not {@code JOURNEY}
 */
public record HfpTopic(
        JourneyType type,
        boolean upcoming,
        EventType event,
        TransportMode mode,
        VehicleKey vehicle,
        @Nullable Journey journey) {

    /** Where all topics begin. */
    public static final String PREFIX = "/hfp/v2/";

    private static final int SHORT = 9;
    private static final int LONG = 19;

    public HfpTopic {
        if ((type == JourneyType.JOURNEY) != (journey != null)) {
            throw new IllegalArgumentException("a topic has a journey exactly when its type is journey, was " + type);
        }
    }

    /**
     * Reads a topic.
     *
     * @throws PoisonException when it is not of HFP v2; the message names the level that is wrong
     */
    public static HfpTopic parse(String text) {
        String[] levels = text.split("/", -1);
        if (!text.startsWith(PREFIX) || levels.length < SHORT) {
            throw new PoisonException("topic '" + text + "' is not of HFP v2: expected " + PREFIX
                    + "JOURNEY_TYPE/TEMPORAL_TYPE/EVENT_TYPE/TRANSPORT_MODE/OPERATOR/VEHICLE");
        }
        JourneyType type = JourneyType.parse(levels[3])
                .orElseThrow(() -> unknown(text, "journey_type", levels[3], JourneyType.values()));
        VehicleKey vehicle =
                new VehicleKey(number(text, "operator_id", levels[7], 4), number(text, "vehicle_number", levels[8], 5));
        return new HfpTopic(
                type,
                upcoming(text, levels[4]),
                EventType.parse(levels[5])
                        .orElseThrow(() -> unknown(text, "event_type", levels[5], EventType.values())),
                TransportMode.parse(levels[6])
                        .orElseThrow(() -> unknown(text, "transport_mode", levels[6], TransportMode.values())),
                vehicle,
                type == JourneyType.JOURNEY ? journey(text, levels) : null);
    }

    private static boolean upcoming(String topic, String level) {
        return switch (level) {
            case "ongoing" -> false;
            case "upcoming" -> true;
            default -> throw wrong(topic, "temporal_type", level, "one of [ongoing, upcoming]");
        };
    }

    private static Journey journey(String topic, String[] levels) {
        if (levels.length != LONG && levels.length != LONG + 1) {
            throw new PoisonException(
                    "topic '" + topic + "' has " + (levels.length - 1) + " levels, expected 18, or 19 with a crossing");
        }
        if (!levels[12].matches("([01]\\d|2[0-9]|3[01]):[0-5]\\d")) {
            throw wrong(topic, "start_time", levels[12], "HH:mm");
        }
        int level = number(topic, "geohash_level", levels[14], 1);
        if (level > 5) {
            throw wrong(topic, "geohash_level", levels[14], "0 to 5");
        }
        return new Journey(
                levels[9],
                direction(topic, levels[10]),
                levels[11],
                levels[12],
                levels[13],
                level,
                String.join("/", levels[15], levels[16], levels[17], levels[18]),
                levels.length > LONG ? levels[LONG] : null);
    }

    private static int direction(String topic, String level) {
        return switch (level) {
            case "1" -> 1;
            case "2" -> 2;
            default -> throw wrong(topic, "direction_id", level, "1 or 2");
        };
    }

    private static int number(String topic, String name, String level, int digits) {
        if (level.isEmpty() || level.length() > digits || !level.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw wrong(topic, name, level, "a number of up to " + digits + " digits");
        }
        return Integer.parseInt(level);
    }

    private static PoisonException wrong(String topic, String name, String level, String expected) {
        return new PoisonException("topic '" + topic + "': " + name + " must be " + expected + ", was '" + level + "'");
    }

    private static PoisonException unknown(String topic, String name, String level, Enum<?>[] known) {
        return wrong(topic, name, level, "one of " + Arrays.toString(known).toLowerCase(Locale.ROOT));
    }

    /** The topic as text. */
    public String text() {
        StringBuilder text = new StringBuilder(PREFIX)
                .append(type.text())
                .append(upcoming ? "/upcoming/" : "/ongoing/")
                .append(event.text())
                .append('/')
                .append(mode.text())
                .append(String.format(Locale.ROOT, "/%04d/%05d", vehicle.operator(), vehicle.number()));
        Optional.ofNullable(journey).ifPresent(on -> {
            text.append('/').append(on.route()).append('/').append(on.direction());
            text.append('/').append(on.headsign()).append('/').append(on.start());
            text.append('/').append(on.nextStop()).append('/').append(on.geohashLevel());
            text.append('/').append(on.geohash());
            if (on.sid() != null) {
                text.append('/').append(on.sid());
            }
        });
        return text.toString();
    }
}
