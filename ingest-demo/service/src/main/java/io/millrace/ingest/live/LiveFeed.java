package io.millrace.ingest.live;

import io.millrace.ingest.type.FeedAccount;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has come over the wire since the source was made.
 *
 * @param messages messages received; each is in exactly one of rows, duplicates, control, ignored and refused
 * @param rows messages that became rows
 * @param duplicates messages dropped because their trade was known
 * @param control messages of the protocol itself
 * @param ignored messages of types that are unknown or not asked for, by type
 * @param refused messages that could not be understood
 * @param fetched rows that came another way, for example by REST
 * @param dropped rows left out because a buffer was full
 * @param connects connections made
 * @param connected connections now
 * @param lastMessage when a message came last; null before the first
 * @param lastError the last failure of a connection; null when there was none
 */
public record LiveFeed(
        long messages,
        long rows,
        long duplicates,
        long control,
        Map<String, Long> ignored,
        long refused,
        long fetched,
        long dropped,
        long connects,
        int connected,
        @Nullable Instant lastMessage,
        @Nullable String lastError) {

    public LiveFeed {
        ignored = Map.copyOf(ignored);
    }

    static @Nullable LiveFeed of(@Nullable FeedAccount feed) {
        return feed == null
                ? null
                : new LiveFeed(
                        feed.messages(),
                        feed.rows(),
                        feed.duplicates(),
                        feed.control(),
                        feed.ignored(),
                        feed.refused(),
                        feed.fetched(),
                        feed.dropped(),
                        feed.connects(),
                        feed.connected(),
                        feed.lastMessage(),
                        feed.lastError());
    }
}
