package io.millrace.vehicles.hfp;

import java.util.Optional;

/** How a vehicle knows where it is. */
public enum LocationSource {
    /** By satellite. */
    GPS,
    /** By its odometer. */
    ODO,
    /** By hand. */
    MAN,
    /** By dead reckoning. */
    DR,
    /** It does not. */
    NONE;

    /** The name in payloads: {@code GPS}; of none {@code N/A}. */
    public String text() {
        return this == NONE ? "N/A" : name();
    }

    static Optional<LocationSource> parse(String text) {
        for (LocationSource source : values()) {
            if (source.text().equals(text)) {
                return Optional.of(source);
            }
        }
        return Optional.empty();
    }
}
