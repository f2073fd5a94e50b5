package io.millrace.ingest.type;

import io.millrace.core.Source;
import io.millrace.core.json.JsonRow;
import java.util.List;

/**
 * A source that knows what it has missed.
 *
 * <p><b>Threading:</b> these methods are called by any thread, at any time, also while the source is closed.
 */
public interface AccountingSource extends Source<JsonRow> {

    /** Stretches of missing trades, newest first: all that are open, and the last 1,000 that were closed. */
    List<Gap> gaps();

    /** What is known of each series, by name. */
    List<SeriesAccount> series();

    /** What has come over the wire. */
    FeedAccount feed();
}
