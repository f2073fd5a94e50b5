package io.millrace.ingest.app;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.SubscriberSettings;
import io.millrace.core.flow.Subscription;
import io.millrace.ingest.live.LiveRows;
import io.millrace.ingest.live.RowFilter;
import io.millrace.service.stream.StreamFeed;
import io.millrace.service.stream.StreamProvider;
import io.millrace.service.stream.StreamRequest;

/** Rows as they come, as streams. */
final class RowStreams implements StreamProvider {

    private final LiveRows rows;

    RowStreams(LiveRows rows) {
        this.rows = rows;
    }

    @Override
    public StreamFeed open(String name, StreamRequest request) {
        Overflow overflow = request.overflow() == null ? Overflow.DROP_OLDEST : request.overflow();
        if (overflow == Overflow.BLOCK) {
            throw new InvalidRequestException(
                    Reason.MALFORMED,
                    "parameter overflow is 'block', must be drop-oldest, drop-newest, latest-by-key or disconnect:"
                            + " a reader of rows holds up no pipeline");
        }
        if (overflow == Overflow.LATEST_BY_KEY
                && request.key() != null
                && !request.key().equals("product_id")) {
            throw new InvalidRequestException(
                    Reason.MALFORMED,
                    "parameter key is '" + request.key() + "', must be product_id: the latest row of each type of it");
        }
        return new Feed(rows, RowFilter.from(request.query()), overflow);
    }

    private record Feed(LiveRows rows, RowFilter filter, Overflow overflow) implements StreamFeed {

        @Override
        public String schemaJson() {
            return "{\"columns\":[]}";
        }

        @Override
        public Subscription subscribe(Runnable wakeUp) {
            return rows.subscribe(filter, SubscriberSettings.of(overflow), wakeUp);
        }

        @Override
        public void close() {}
    }
}
