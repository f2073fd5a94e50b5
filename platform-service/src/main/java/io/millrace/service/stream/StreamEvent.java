package io.millrace.service.stream;

import java.util.Locale;

/** The vocabulary of a stream with events, see {@code docs/streams.md}. */
enum StreamEvent {
    SCHEMA,
    ROW,
    HEARTBEAT,
    GAP,
    ERROR,
    END;

    /** The name on the wire. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
