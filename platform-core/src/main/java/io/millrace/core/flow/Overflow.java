package io.millrace.core.flow;

import java.util.Locale;
import java.util.Optional;

/** What a bounded buffer does with the next item when it is full. The same five names everywhere. */
public enum Overflow {
    /** The producer waits. */
    BLOCK,
    /** The oldest buffered items make room. */
    DROP_OLDEST,
    /** The new item is dropped. */
    DROP_NEWEST,
    /** Only the latest item of each key is kept. */
    LATEST_BY_KEY,
    /** The consumer is cut off, and told why. */
    DISCONNECT;

    /** The name in configuration and requests: {@code drop-oldest}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The policy of that name; empty when there is none. Case does not matter. */
    public static Optional<Overflow> parse(String text) {
        for (Overflow overflow : values()) {
            if (overflow.text().equalsIgnoreCase(text)) {
                return Optional.of(overflow);
            }
        }
        return Optional.empty();
    }
}
