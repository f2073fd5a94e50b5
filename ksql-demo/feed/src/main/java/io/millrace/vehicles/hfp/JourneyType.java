package io.millrace.vehicles.hfp;

import java.util.Locale;
import java.util.Optional;

/** What a vehicle is doing; the third level of the topic. */
public enum JourneyType {
    /** It carries passengers on a route. */
    JOURNEY,
    /** It goes somewhere without passengers; such topics end after the vehicle number. */
    DEADRUN,
    /** Its driver signs off; such topics end after the vehicle number. */
    SIGNOFF;

    /** The name in topics: {@code journey}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<JourneyType> parse(String text) {
        for (JourneyType type : values()) {
            if (type.text().equals(text)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
