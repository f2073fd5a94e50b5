package io.millrace.core.flow;

import java.time.Instant;

/** A place where the stream itself has lost rows; one object for all subscribers. */
record Interrupted(Instant from, Instant to, String reason) implements Entry {

    /** Both, where no rows are between them: the later reason, and all of the time. */
    Interrupted and(Interrupted later) {
        return new Interrupted(from, later.to, later.reason);
    }

    Delivery delivery() {
        return new Delivery.Interruption(from, to, reason);
    }
}
