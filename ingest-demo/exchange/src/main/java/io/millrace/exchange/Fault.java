package io.millrace.exchange;

import java.util.Locale;

/** What can go wrong on demand. */
public enum Fault {
    /** A trade is not sent on the feed; REST has it. By trade. */
    GAP,
    /** A trade is neither sent nor to be had by REST. By trade. */
    LOST,
    /** A trade's messages are sent twice. By trade. */
    DUPLICATE,
    /** A trade's messages are sent behind those of the next trade. By trade. */
    DISORDER,
    /** A trade's messages are cut off in the middle; REST has the trade. By trade. */
    MALFORMED,
    /** Nothing is sent for a while, although TCP is up. By connection and second. */
    STALL,
    /** The connection ends without a close frame: 1006 to the client. By connection and second. */
    DISCONNECT,
    /** The connection is closed with 1000. By connection and second. */
    CLOSE,
    /** The connection is closed as if its client were too slow. By connection and second. */
    SLOW_CONSUMER,
    /** A subscription is answered with an error. By request. */
    ERROR,
    /** A message with data comes before the confirmation of its subscription. By request. */
    EARLY_DATA;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** Its name in settings and JSON, for example {@code early-data}. */
    public String text() {
        return text;
    }

    boolean ofTrades() {
        return compareTo(MALFORMED) <= 0;
    }

    /**
     * The fault of a name.
     *
     * @throws IllegalArgumentException when there is none of that name; the message lists all
     */
    public static Fault of(String text) {
        StringBuilder names = new StringBuilder();
        for (Fault fault : values()) {
            if (fault.text.equals(text)) {
                return fault;
            }
            names.append(names.isEmpty() ? "" : ", ").append(fault.text);
        }
        throw new IllegalArgumentException("there is no fault '" + text + "'; there are " + names);
    }
}
