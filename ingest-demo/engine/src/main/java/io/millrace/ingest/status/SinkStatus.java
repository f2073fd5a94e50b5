package io.millrace.ingest.status;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A sink now; numbers count since the pipeline was made, unless they say what is now.
 *
 * @param name within its pipeline
 * @param type as in the YAML, for example {@code clickhouse_connect}
 * @param state what it does
 * @param rows rows stored
 * @param batches batches stored
 * @param lagRows rows of the log that it has not passed now
 * @param lag how long the oldest of them has waited; zero when there is none
 * @param lastBatchRows rows of the last batch stored; 0 before the first
 * @param lastInsert how long the last write took; zero before the first
 * @param letters dead letters of this sink now
 * @param leftOut rows of types that it does not store
 * @param missed rows that were dropped or damaged before it read them
 * @param retries writes and openings tried again
 * @param overloaded whether the system behind asks for less now: batches are wider then, and come more seldom
 * @param pause how long it waits between batches now because of that
 * @param pressurePercent how near the system behind is to slowing writers down, as it last said; 0 when it does not
 *     tell
 * @param lastError the last failure, for people; null when there was none
 */
public record SinkStatus(
        String name,
        String type,
        PartState state,
        long rows,
        long batches,
        long lagRows,
        Duration lag,
        long lastBatchRows,
        Duration lastInsert,
        long letters,
        long leftOut,
        long missed,
        long retries,
        boolean overloaded,
        Duration pause,
        int pressurePercent,
        @Nullable String lastError) {}
