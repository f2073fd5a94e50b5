package io.millrace.ksql.run;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record, or one expression over it, that failed.
 *
 * @param kind what was being done
 * @param query id of the query
 * @param step where in the query, such as {@code Source} or {@code Project}
 * @param message what is wrong
 * @param causes messages of what led to it, nearest first
 * @param place where the record stood
 * @param record the record's bytes, or the row, for people; null when unknown
 */
public record RecordFailure(
        Kind kind,
        String query,
        String step,
        String message,
        List<String> causes,
        Place place,
        @Nullable String record) {

    /** What was being done. */
    public enum Kind {
        DESERIALIZATION(0),
        PROCESSING(1),
        PRODUCTION(2),
        SERIALIZATION(3),
        THREAD(4);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        /** The number that ksqlDB has for it. */
        public int number() {
            return number;
        }
    }

    /**
     * Where a record stood.
     *
     * @param topic null when it came from none
     * @param partition -1 when unknown, likewise the offset
     */
    public record Place(@Nullable String topic, int partition, long offset) {

        public static final Place UNKNOWN = new Place(null, -1, -1);
    }

    public RecordFailure {
        causes = List.copyOf(causes);
    }

    /** The messages of the causes of a failure, without its own. */
    public static List<String> causes(Throwable failure) {
        List<String> all = new ArrayList<>();
        for (Throwable cause = failure.getCause(); cause != null && all.size() < 10; cause = cause.getCause()) {
            all.add(text(cause));
        }
        return all;
    }

    /** A failure's message, or its kind when it has none. */
    public static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
