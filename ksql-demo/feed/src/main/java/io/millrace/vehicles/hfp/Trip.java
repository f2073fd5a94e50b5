package io.millrace.vehicles.hfp;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a payload tells of the journey; each null when it does not tell.
 *
 * @param label the route as passengers know it, for example {@code 520}
 * @param route its id, for example {@code 5520}
 * @param direction 1 or 2
 * @param operator who runs the journey, not who owns the vehicle
 * @param day the operating day, which ends about half past four in the morning
 * @param journey internal number
 * @param line internal number
 * @param start {@code HH:mm}, local time
 * @param stop the stop it is at, or its next
 * @param deviation seconds from the timetable: negative is late, positive early
 * @param occupancy 0 to 100
 * @param arrival by timetable, at stops
 * @param departure by timetable, at stops
 */
public record Trip(
        @Nullable String label,
        @Nullable String route,
        @Nullable Integer direction,
        @Nullable Integer operator,
        @Nullable LocalDate day,
        @Nullable Integer journey,
        @Nullable Integer line,
        @Nullable String start,
        @Nullable String stop,
        @Nullable Integer deviation,
        @Nullable Integer occupancy,
        @Nullable Instant arrival,
        @Nullable Instant departure) {}
