package io.millrace.service.stream;

import io.millrace.core.flow.Overflow;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a reader asks for, validated.
 *
 * @param format how rows travel
 * @param events whether the stream carries events besides bare rows; always true for SSE
 * @param overflow what happens when the reader is slow; null for the stream's default
 * @param limit end after so many rows, at least 1; empty for no limit
 * @param heartbeat sign of life after so long without a write; zero for none
 * @param key the column for {@code latest-by-key}; null when not given
 * @param after continue after this resume token; null when not given
 * @param remote the reader's address, {@code 127.0.0.1:51234}
 * @param query all parameters of the request as they are, decoded, the first value of each, without the token: for
 *     those of the stream's own
 */
public record StreamRequest(
        Format format,
        boolean events,
        @Nullable Overflow overflow,
        OptionalLong limit,
        Duration heartbeat,
        @Nullable String key,
        @Nullable String after,
        String remote,
        Map<String, String> query) {

    public StreamRequest {
        query = Map.copyOf(query);
    }
}
