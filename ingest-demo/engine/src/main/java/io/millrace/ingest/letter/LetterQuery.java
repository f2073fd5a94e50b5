package io.millrace.ingest.letter;

import org.jspecify.annotations.Nullable;

/**
 * Which letters to list.
 *
 * @param origin name of a sink, {@code source} for those of the source, null for all
 * @param before only letters with smaller ids, for the next page; {@link Long#MAX_VALUE} for the first
 * @param limit letters at most, 1 to 1,000
 */
public record LetterQuery(@Nullable String origin, long before, int limit) {

    public LetterQuery {
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("limit must be from 1 to 1000, was " + limit);
        }
    }

    /** The newest of all. */
    public static LetterQuery newest(int limit) {
        return new LetterQuery(null, Long.MAX_VALUE, limit);
    }
}
