package io.millrace.ingest.live;

import io.millrace.ingest.status.SourceStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A source now; numbers count since the pipeline was made.
 *
 * @param type as in the YAML
 * @param settings its keys; secrets are {@code ***}
 * @param state what it does
 * @param feed what came over the wire; null when the source does not count it
 * @param rowsRead rows that it gave
 * @param rowsLogged rows that are on the disk
 * @param retries attempts to open it again
 * @param letters messages that it refused and that are kept
 */
public record LiveSource(
        String type,
        Map<String, Object> settings,
        LiveState state,
        @Nullable LiveFeed feed,
        long rowsRead,
        long rowsLogged,
        long retries,
        long letters) {

    public LiveSource {
        settings = Map.copyOf(settings);
    }

    static LiveSource of(SourceStatus source, Map<String, Object> settings) {
        return new LiveSource(
                source.type(),
                settings,
                LiveState.of(source.state()),
                LiveFeed.of(source.feed()),
                source.rowsRead(),
                source.rowsLogged(),
                source.retries(),
                source.letters());
    }
}
