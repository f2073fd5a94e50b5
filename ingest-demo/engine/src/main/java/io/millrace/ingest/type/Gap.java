package io.millrace.ingest.type;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of trades that did not come when they should have.
 *
 * @param series the product, for example {@code BTC-USD}
 * @param first first missing trade id
 * @param last last missing trade id
 * @param state what became of it
 * @param opened when it was noticed
 * @param closed when it was refilled or given up; null while it is open
 * @param missing trades still missing
 * @param refilled trades that were fetched, or came late
 * @param reason why it was given up; null unless it was
 */
public record Gap(
        String series,
        long first,
        long last,
        State state,
        Instant opened,
        @Nullable Instant closed,
        long missing,
        long refilled,
        @Nullable String reason) {

    /** What became of a gap. */
    public enum State {
        /** Trades are missing and looked for. */
        OPEN,
        /** Every trade has come. */
        REFILLED,
        /** Some never will. */
        LOST
    }
}
