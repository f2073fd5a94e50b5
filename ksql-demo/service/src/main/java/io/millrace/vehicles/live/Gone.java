package io.millrace.vehicles.live;

import java.util.Locale;

/** Why a vehicle is no longer among those that somebody follows. */
enum Gone {
    /** It is where, or on what, the filter does not ask for. */
    LEFT,
    /** It was not heard for long, and left the board. */
    EXPIRED;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
