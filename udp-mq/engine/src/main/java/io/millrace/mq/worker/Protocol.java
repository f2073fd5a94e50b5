package io.millrace.mq.worker;

import java.util.Locale;

/** How a node talks to a queue of another process. */
public enum Protocol {
    /** Extended when the queue answers to it, plain otherwise; asked at each connection. */
    AUTO,
    /** Frames of the reference only: GET removes, and what a lost datagram carried is lost. */
    PLAIN,
    /** The extended commands: leases, acknowledgements, several messages per datagram. */
    EXTENDED;

    /** As in flags: {@code auto}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
