package io.millrace.exchange;

import java.util.Locale;

/** The types of messages to clients. */
enum MessageType {
    SUBSCRIPTIONS,
    ERROR,
    HEARTBEAT,
    TICKER,
    LAST_MATCH,
    MATCH,
    SNAPSHOT,
    L2UPDATE,
    RECEIVED,
    OPEN,
    DONE,
    CHANGE,
    ACTIVATE,
    STATUS;

    private final String text = name().toLowerCase(Locale.ROOT);

    String text() {
        return text;
    }
}
