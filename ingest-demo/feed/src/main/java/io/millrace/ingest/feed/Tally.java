package io.millrace.ingest.feed;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has come over the wire; guarded by the source's lock. */
final class Tally {

    /** So that a feed that makes types up does not fill the memory. */
    private static final int MAX_TYPES = 100;

    private static final int MAX_NAME = 64;

    long messages;
    long rows;
    long duplicates;
    long control;
    long refused;
    long fetched;

    @Nullable
    Instant lastMessage;

    final Map<String, Long> ignored = new HashMap<>();

    void ignore(String type) {
        String name = type.length() <= MAX_NAME ? type : type.substring(0, MAX_NAME);
        boolean named = ignored.size() < MAX_TYPES || ignored.containsKey(name);
        ignored.merge(named ? name : "others", 1L, Long::sum);
    }
}
