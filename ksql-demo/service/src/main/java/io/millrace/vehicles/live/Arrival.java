package io.millrace.vehicles.live;

import java.util.Locale;

/** What became of a position that came to the board. */
public enum Arrival {
    /** It is the vehicle's latest now. */
    APPLIED,
    /** It is on the board already: it was delivered twice. */
    REPEATED,
    /** The board has a later one. */
    LATE,
    /** It lies in the future, and would keep all that is right from the board. */
    AHEAD;

    /** The name in meters: {@code applied}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
