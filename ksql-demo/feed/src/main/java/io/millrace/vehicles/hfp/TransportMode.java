package io.millrace.vehicles.hfp;

import java.util.Locale;
import java.util.Optional;

/** What kind of vehicle it is. */
public enum TransportMode {
    BUS,
    TRAM,
    TRAIN,
    FERRY,
    METRO,
    /** A bus of U lines, that others order. */
    UBUS,
    /** A bus without driver. */
    ROBOT;

    /** The name in topics: {@code bus}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<TransportMode> parse(String text) {
        for (TransportMode mode : values()) {
            if (mode.text().equals(text)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }
}
