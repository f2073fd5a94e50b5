package io.millrace.core;

import static java.util.Objects.requireNonNull;

/**
 * Which records of a stream a batch holds, so that the same batch is known again.
 *
 * @param stream name of the stream, the same over restarts; not blank, at most 200 characters
 * @param first offset of the first record, at least 0
 * @param last offset of the last record, at least {@code first}; the batch holds every offset between them once
 */
public record BatchId(String stream, long first, long last) {

    private static final int MAX_NAME = 200;

    public BatchId {
        requireNonNull(stream, "stream is null");
        if (stream.isBlank() || stream.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "stream must have 1 to " + MAX_NAME + " characters, was '" + stream + "'");
        }
        if (first < 0 || last < first) {
            throw new IllegalArgumentException(
                    "offsets must be 0 or more and in order, were " + first + " and " + last);
        }
    }

    /** Records of the batch. */
    public long size() {
        return last - first + 1;
    }

    /** The id as one word, for example {@code coinbase/duckdb/1000-1999}: equal exactly when the ids are. */
    public String token() {
        return stream + "/" + first + "-" + last;
    }

    @Override
    public String toString() {
        return token();
    }
}
