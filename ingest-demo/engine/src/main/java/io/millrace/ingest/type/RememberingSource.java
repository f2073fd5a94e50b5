package io.millrace.ingest.type;

import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.json.JsonRow;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A source whose memory, for example of the trades it has seen, is kept with the rows that it gave, so that the two
 * never contradict each other, not even after a {@code kill -9}.
 *
 * <p><b>Threading:</b> both methods are called by the thread that polls.
 */
public interface RememberingSource extends Source<JsonRow> {

    /**
     * Brings back the memory; called once, before the first {@code open}.
     *
     * @param state what {@link #state} gave at a checkpoint; null when there was none
     * @param since the rows that were kept behind that checkpoint, in order: all that the source gave and that were
     *     acknowledged
     */
    void restore(byte @Nullable [] state, Iterator<Record<JsonRow>> since);

    /** The memory of all rows whose batches were acknowledged; called between polls. */
    byte[] state();
}
