package io.millrace.exchange;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What can be subscribed to. */
enum Channel {
    HEARTBEAT,
    TICKER,
    TICKER_BATCH,
    MATCHES,
    LEVEL2,
    LEVEL2_BATCH,
    FULL,
    /** Of the whole exchange, not of a product. */
    STATUS;

    private final String text = name().toLowerCase(Locale.ROOT);

    String text() {
        return text;
    }

    static @Nullable Channel of(String text) {
        for (Channel channel : values()) {
            if (channel.text.equals(text)) {
                return channel;
            }
        }
        return null;
    }
}
