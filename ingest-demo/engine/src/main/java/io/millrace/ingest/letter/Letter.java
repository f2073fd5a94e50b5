package io.millrace.ingest.letter;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message or row that could not be stored.
 *
 * @param id grows with time, for example {@code 42}; never given twice in a pipeline
 * @param sink the sink that refused it; null when the source did, and such letters are not replayed
 * @param reason why, for people
 * @param time when
 * @param replaying whether it waits to be written to its sink again
 * @param attempts how often it was written again and refused
 * @param text the row or message; bytes that are not UTF-8 as {@code U+FFFD}
 */
public record Letter(
        long id, @Nullable String sink, String reason, Instant time, boolean replaying, int attempts, String text) {}
