package io.millrace.ingest.live;

import io.millrace.ingest.status.SinkStatus;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sink now; numbers count since the pipeline was made, unless they say what is now.
 *
 * @param name within its pipeline
 * @param type as in the YAML
 * @param settings its keys; secrets are {@code ***}
 * @param state what it does
 * @param rows rows stored
 * @param batches batches stored
 * @param lagRows rows that it has not stored now
 * @param lagSeconds how long the oldest of them has waited
 * @param lastBatchRows rows of the last batch
 * @param lastInsertSeconds how long the last write took
 * @param letters dead letters now
 * @param leftOut rows of types that it does not store
 * @param missed rows that were dropped or damaged before it read them
 * @param retries writes and openings tried again
 * @param overloaded whether the system behind asks for less now
 * @param pauseSeconds how long it waits between batches because of that
 * @param pressurePercent how near the system behind is to slowing writers down; 0 when it does not tell
 * @param lastError the last failure; null when there was none
 */
public record LiveSink(
        String name,
        String type,
        Map<String, Object> settings,
        LiveState state,
        long rows,
        long batches,
        long lagRows,
        double lagSeconds,
        long lastBatchRows,
        double lastInsertSeconds,
        long letters,
        long leftOut,
        long missed,
        long retries,
        boolean overloaded,
        double pauseSeconds,
        int pressurePercent,
        @Nullable String lastError) {

    public LiveSink {
        settings = Map.copyOf(settings);
    }

    static LiveSink of(SinkStatus sink, Map<String, Object> settings) {
        return new LiveSink(
                sink.name(),
                sink.type(),
                settings,
                LiveState.of(sink.state()),
                sink.rows(),
                sink.batches(),
                sink.lagRows(),
                seconds(sink.lag()),
                sink.lastBatchRows(),
                seconds(sink.lastInsert()),
                sink.letters(),
                sink.leftOut(),
                sink.missed(),
                sink.retries(),
                sink.overloaded(),
                seconds(sink.pause()),
                sink.pressurePercent(),
                sink.lastError());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
