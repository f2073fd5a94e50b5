package io.millrace.ingest.status;

import io.millrace.ingest.type.FeedAccount;
import org.jspecify.annotations.Nullable;

/**
 * A source now; numbers count since the pipeline was made.
 *
 * @param type as in the YAML, for example {@code coinbase}
 * @param state what it does
 * @param feed what came over the wire; null when the source does not count it
 * @param rowsRead rows that polls gave
 * @param rowsLogged rows that are on the disk
 * @param retries attempts to open it again
 * @param letters messages that it refused and that are kept
 */
public record SourceStatus(
        String type,
        PartState state,
        @Nullable FeedAccount feed,
        long rowsRead,
        long rowsLogged,
        long retries,
        long letters) {}
