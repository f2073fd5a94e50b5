package io.millrace.vehicles.hfp;

import java.util.Locale;
import java.util.Optional;

/** What a message tells. */
public enum EventType {
    /** Where the vehicle is; about once a second. */
    VP,
    /** It will soon be at a stop. */
    DUE,
    /** It has come within the radius of a stop. */
    ARR,
    /** It has left the radius of a stop. */
    DEP,
    /** It has halted at a stop. */
    ARS,
    /** It is ready to leave a stop. */
    PDE,
    /** It goes past a stop without halting. */
    PAS,
    /** It waits at a stop. */
    WAIT,
    /** Its doors open. */
    DOO,
    /** Its doors close. */
    DOC,
    /** It asks traffic lights for priority. */
    TLR,
    /** Traffic lights answer. */
    TLA,
    /** Its driver signs on. */
    DA,
    /** Its driver signs off. */
    DOUT,
    /** It is assigned to a block of journeys. */
    BA,
    /** It leaves its block. */
    BOUT,
    /** It is assigned to a journey. */
    VJA,
    /** It leaves its journey. */
    VJOUT;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The name in topics: {@code vp}. The key in payloads is the same in upper case. */
    public String text() {
        return text;
    }

    static Optional<EventType> parse(String text) {
        for (EventType type : values()) {
            if (type.text.equals(text)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
