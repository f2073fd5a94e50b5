package io.millrace.ingest.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.millrace.ingest.IngestListener;
import io.millrace.ingest.live.LiveBuffer;
import io.millrace.ingest.live.LiveFeed;
import io.millrace.ingest.live.LivePipeline;
import io.millrace.ingest.live.LiveSeries;
import io.millrace.ingest.live.LiveSink;
import io.millrace.ingest.live.LiveSource;
import io.millrace.ingest.live.LiveStatus;
import java.time.Duration;

/** Makes meters of what is seen each second, and of each write. */
final class IngestMeters implements IngestListener {

    private final MeterRegistry registry;
    private final MeterBoard board;

    IngestMeters(MeterRegistry registry) {
        this.registry = registry;
        this.board = new MeterBoard(registry);
    }

    @Override
    public void stored(String pipeline, String sink, int rows, Duration time) {
        Timer.builder(IngestMeter.SINK_WRITE.meter())
                .description(IngestMeter.SINK_WRITE.description())
                .tag("pipeline", pipeline)
                .tag("sink", sink)
                .register(registry)
                .record(time);
    }

    /** What was seen; called by one thread. */
    void seen(LiveStatus status) {
        board.begin();
        status.pipelines().forEach(pipeline -> pipeline(pipeline, status.time()));
        status.series().forEach(this::series);
        boolean wrong = status.document().problem() != null
                || !status.document().failures().isEmpty();
        board.set(IngestMeter.DOCUMENT_WRONG, Tags.empty(), wrong ? 1 : 0);
        board.set(IngestMeter.TAP_DROPPED, Tags.empty(), status.missed());
        board.end();
    }

    private void pipeline(LivePipeline pipeline, long now) {
        Tags tags = Tags.of("pipeline", pipeline.name());
        source(tags, pipeline.source(), now);
        buffer(tags, pipeline.buffer());
        pipeline.sinks().forEach(sink -> sink(tags, sink));
        board.set(
                IngestMeter.LETTERS,
                tags.and("origin", "source"),
                pipeline.source().letters());
        board.set(IngestMeter.LETTERS_DROPPED, tags, pipeline.lettersDropped());
    }

    private void source(Tags tags, LiveSource source, long now) {
        board.set(
                IngestMeter.SOURCE_STATE,
                tags.and("type", source.type(), "state", source.state().name()),
                1);
        board.set(IngestMeter.SOURCE_RETRIES, tags, source.retries());
        board.set(IngestMeter.SOURCE_ROWS, tags, source.rowsRead());
        board.set(IngestMeter.LOGGED_ROWS, tags, source.rowsLogged());
        LiveFeed feed = source.feed();
        if (feed != null) {
            feed(tags, feed, now);
        }
    }

    private void feed(Tags tags, LiveFeed feed, long now) {
        messages(tags, "rows", feed.rows());
        messages(tags, "duplicates", feed.duplicates());
        messages(tags, "control", feed.control());
        messages(
                tags,
                "ignored",
                feed.ignored().values().stream().mapToLong(Long::longValue).sum());
        messages(tags, "refused", feed.refused());
        board.set(IngestMeter.FEED_FETCHED, tags, feed.fetched());
        board.set(IngestMeter.FEED_DROPPED, tags, feed.dropped());
        board.set(IngestMeter.FEED_CONNECTS, tags, feed.connects());
        board.set(IngestMeter.FEED_CONNECTED, tags, feed.connected());
        if (feed.lastMessage() != null) {
            board.set(
                    IngestMeter.FEED_SILENCE,
                    tags,
                    Math.max(0, now - feed.lastMessage().toEpochMilli()) / 1e3);
        }
    }

    private void messages(Tags tags, String outcome, long count) {
        board.set(IngestMeter.FEED_MESSAGES, tags.and("outcome", outcome), count);
    }

    private void buffer(Tags tags, LiveBuffer buffer) {
        board.set(IngestMeter.BUFFER_ROWS, tags, buffer.rows());
        board.set(IngestMeter.BUFFER_MEMORY, tags, buffer.memoryBytes());
        board.set(IngestMeter.BUFFER_DISK, tags, buffer.diskBytes());
        board.set(IngestMeter.BUFFER_LIMIT, tags, buffer.maxBytes());
        board.set(IngestMeter.BUFFER_FULL, tags, buffer.full() ? 1 : 0);
        board.set(IngestMeter.BUFFER_DROPPED, tags, buffer.dropped());
        board.set(IngestMeter.BUFFER_DAMAGED, tags, buffer.damaged());
    }

    private void sink(Tags pipeline, LiveSink sink) {
        Tags tags = pipeline.and("sink", sink.name());
        board.set(
                IngestMeter.SINK_STATE,
                tags.and("type", sink.type(), "state", sink.state().name()),
                1);
        board.set(IngestMeter.SINK_ROWS, tags, sink.rows());
        board.set(IngestMeter.SINK_BATCHES, tags, sink.batches());
        board.set(IngestMeter.SINK_LAG_ROWS, tags, sink.lagRows());
        board.set(IngestMeter.SINK_LAG, tags, sink.lagSeconds());
        board.set(IngestMeter.SINK_RETRIES, tags, sink.retries());
        board.set(IngestMeter.SINK_LEFT_OUT, tags, sink.leftOut());
        board.set(IngestMeter.SINK_MISSED, tags, sink.missed());
        board.set(IngestMeter.SINK_OVERLOADED, tags, sink.overloaded() ? 1 : 0);
        board.set(IngestMeter.SINK_PRESSURE, tags, sink.pressurePercent() / 100.0);
        board.set(IngestMeter.LETTERS, pipeline.and("origin", sink.name()), sink.letters());
    }

    private void series(LiveSeries series) {
        Tags tags = Tags.of("pipeline", series.pipeline(), "series", series.series());
        board.set(IngestMeter.GAPS_OPEN, tags, series.openGaps());
        board.set(IngestMeter.TRADES_SEEN, tags, series.seen());
        board.set(IngestMeter.TRADES_MISSING, tags, series.missing());
        board.set(IngestMeter.TRADES_REFILLED, tags, series.refilled());
        board.set(IngestMeter.TRADES_LOST, tags, series.lost());
        board.set(IngestMeter.TRADES_DUPLICATE, tags, series.duplicates());
    }
}
