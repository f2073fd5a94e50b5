package io.millrace.ingest.app;

import io.millrace.core.meter.MeterName;
import io.millrace.core.meter.MeterSpec;

/** The meters of the ingest service; {@code docs/metrics.md} is made from this. */
enum IngestMeter implements MeterName {
    SOURCE_STATE(
            "ingest.source.state", Kind.GAUGE, "", "1 for the state that the source is in", "pipeline, type, state"),
    SOURCE_RETRIES("ingest.source.retries", Kind.COUNTER, "", "Attempts to open the source again", "pipeline"),
    SOURCE_ROWS("ingest.source.rows", Kind.COUNTER, "", "Rows that the source gave", "pipeline"),
    LOGGED_ROWS("ingest.logged.rows", Kind.COUNTER, "", "Rows that are on the disk", "pipeline"),
    FEED_MESSAGES(
            "ingest.feed.messages",
            Kind.COUNTER,
            "",
            "Messages of the feed by what became of them: rows, duplicates, control, ignored, refused",
            "pipeline, outcome"),
    FEED_FETCHED(
            "ingest.feed.fetched", Kind.COUNTER, "", "Rows that came by REST because the feed missed them", "pipeline"),
    FEED_DROPPED(
            "ingest.feed.dropped", Kind.COUNTER, "", "Rows left out because the source's buffer was full", "pipeline"),
    FEED_CONNECTS("ingest.feed.connects", Kind.COUNTER, "", "Connections made to the feed", "pipeline"),
    FEED_CONNECTED("ingest.feed.connected", Kind.GAUGE, "", "Connections to the feed now", "pipeline"),
    FEED_SILENCE("ingest.feed.silence", Kind.GAUGE, "seconds", "Since the last message of the feed", "pipeline"),
    BUFFER_ROWS("ingest.buffer.rows", Kind.GAUGE, "", "Rows that some sink has not stored", "pipeline"),
    BUFFER_MEMORY("ingest.buffer.memory", Kind.GAUGE, "bytes", "Rows held in memory, about", "pipeline"),
    BUFFER_DISK("ingest.buffer.disk", Kind.GAUGE, "bytes", "Size of the files of the log", "pipeline"),
    BUFFER_LIMIT("ingest.buffer.limit", Kind.GAUGE, "bytes", "Bound of the files of the log", "pipeline"),
    BUFFER_FULL("ingest.buffer.full", Kind.GAUGE, "", "1 while the source waits for room", "pipeline"),
    BUFFER_DROPPED("ingest.buffer.dropped", Kind.COUNTER, "", "Rows dropped by the policy of a full log", "pipeline"),
    BUFFER_DAMAGED("ingest.buffer.damaged", Kind.COUNTER, "", "Rows of the log that could not be read", "pipeline"),
    GAPS_OPEN("ingest.gaps.open", Kind.GAUGE, "", "Stretches of missing trades now", "pipeline, series"),
    TRADES_SEEN(
            "ingest.trades.seen", Kind.COUNTER, "", "Different trades that came, fetched ones too", "pipeline, series"),
    TRADES_MISSING("ingest.trades.missing", Kind.GAUGE, "", "Trades missing now", "pipeline, series"),
    TRADES_REFILLED(
            "ingest.trades.refilled",
            Kind.COUNTER,
            "",
            "Trades that were fetched because they had not come",
            "pipeline, series"),
    TRADES_LOST("ingest.trades.lost", Kind.COUNTER, "", "Trades given up", "pipeline, series"),
    TRADES_DUPLICATE(
            "ingest.trades.duplicate", Kind.COUNTER, "", "Trades that came again and were dropped", "pipeline, series"),
    SINK_STATE(
            "ingest.sink.state", Kind.GAUGE, "", "1 for the state that the sink is in", "pipeline, sink, type, state"),
    SINK_ROWS("ingest.sink.rows", Kind.COUNTER, "", "Rows stored", "pipeline, sink"),
    SINK_BATCHES("ingest.sink.batches", Kind.COUNTER, "", "Batches stored", "pipeline, sink"),
    SINK_WRITE("ingest.sink.write", Kind.TIMER, "seconds", "Writes of batches", "pipeline, sink"),
    SINK_LAG_ROWS("ingest.sink.lag.rows", Kind.GAUGE, "", "Rows that the sink has not stored", "pipeline, sink"),
    SINK_LAG("ingest.sink.lag", Kind.GAUGE, "seconds", "How long the oldest of them has waited", "pipeline, sink"),
    SINK_RETRIES("ingest.sink.retries", Kind.COUNTER, "", "Writes and openings tried again", "pipeline, sink"),
    SINK_LEFT_OUT(
            "ingest.sink.left.out", Kind.COUNTER, "", "Rows of types that the sink does not store", "pipeline, sink"),
    SINK_MISSED(
            "ingest.sink.missed",
            Kind.COUNTER,
            "",
            "Rows that were dropped or damaged before the sink read them",
            "pipeline, sink"),
    SINK_OVERLOADED(
            "ingest.sink.overloaded", Kind.GAUGE, "", "1 while the system behind asks for less", "pipeline, sink"),
    SINK_PRESSURE(
            "ingest.sink.pressure",
            Kind.GAUGE,
            "",
            "How near the system behind is to slowing writers down, 1 when it does: parts of a ClickHouse table; 0 when it does not tell",
            "pipeline, sink"),
    LETTERS("ingest.letters", Kind.GAUGE, "", "Dead letters now, by sink, or source", "pipeline, origin"),
    LETTERS_DROPPED(
            "ingest.letters.dropped",
            Kind.COUNTER,
            "",
            "Dead letters that were dropped because there were too many",
            "pipeline"),
    DOCUMENT_WRONG(
            "ingest.document.wrong",
            Kind.GAUGE,
            "",
            "1 while the document on the disk is wrong, or a pipeline of it could not be started",
            ""),
    TAP_DROPPED("ingest.tap.dropped", Kind.COUNTER, "", "Rows that readers of live rows were not shown", "");

    private final MeterSpec spec;

    IngestMeter(String meter, Kind kind, String unit, String description, String tags) {
        this.spec = new MeterSpec(meter, kind, unit, description, tags);
    }

    @Override
    public MeterSpec spec() {
        return spec;
    }
}
