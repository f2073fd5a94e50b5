package io.millrace.ingest.app;

import io.millrace.core.time.Ticker;
import io.millrace.ingest.Ingest;
import io.millrace.ingest.IngestPipeline;
import io.millrace.ingest.live.LivePipeline;
import io.millrace.ingest.live.LiveSeries;
import io.millrace.ingest.live.LiveStatus;
import io.millrace.ingest.live.PriceBoard;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes one value of everything that the page shows. */
final class LivePicture {

    private final Ingest ingest;
    private final Documents documents;
    private final PriceBoard prices;
    private final @Nullable String exchange;
    private final Ticker ticker;
    private volatile @Nullable LiveStatus last;
    private long lookedNanos;
    private long lastRows;

    /**
     * A picture to be looked at.
     *
     * @param exchange address of the simulated exchange in this process; null when there is none
     */
    LivePicture(Ingest ingest, Documents documents, PriceBoard prices, @Nullable String exchange, Ticker ticker) {
        this.ingest = ingest;
        this.documents = documents;
        this.prices = prices;
        this.exchange = exchange;
        this.ticker = ticker;
        this.lookedNanos = ticker.nanos();
    }

    /** Everything now; to be called about once a second, since rates are of the time since the last call. */
    synchronized LiveStatus look() {
        List<IngestPipeline> running = ingest.pipelines();
        List<LivePipeline> pipelines = running.stream().map(LivePipeline::of).toList();
        List<LiveSeries> series = running.stream()
                .flatMap(one -> one.series().stream().map(account -> LiveSeries.of(one.name(), account)))
                .toList();
        prices.retain(running.stream().map(IngestPipeline::name).toList());
        long now = ticker.nanos();
        double seconds = Math.max(1e-3, (now - lookedNanos) / 1e9);
        lookedNanos = now;
        long rows =
                pipelines.stream().mapToLong(one -> one.source().rowsLogged()).sum();
        // a pipeline that was replaced counts from zero
        double rate = Math.max(0, rows - lastRows) / seconds;
        lastRows = rows;
        LiveStatus seen = new LiveStatus(
                ticker.now().toEpochMilli(),
                Math.round(rate * 10) / 10.0,
                documents.view(),
                pipelines,
                series,
                prices.look(seconds),
                exchange,
                ingest.tapDropped());
        last = seen;
        return seen;
    }

    /** Everything at the last look; looks when there was none. */
    LiveStatus status() {
        LiveStatus seen = last;
        return seen == null ? look() : seen;
    }
}
