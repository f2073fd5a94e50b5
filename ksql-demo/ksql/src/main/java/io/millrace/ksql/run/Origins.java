package io.millrace.ksql.run;

import io.millrace.ksql.format.Key;
import io.millrace.ksql.format.Row;
import io.millrace.ksql.plan.DataSource;
import io.millrace.ksql.plan.Origin;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.state.KeyValueStore;

/** Streams and tables as the beginnings of a topology. */
final class Origins {

    private final StreamsBuilder builder;
    private final QueryContext context;
    private int sources;

    Origins(StreamsBuilder builder, QueryContext context) {
        this.builder = builder;
        this.context = context;
    }

    /** The records as they are, for a step to lay them out. */
    KStream<Key, Row> stream(DataSource source) {
        return builder.stream(source.topic().name(), consumed(source));
    }

    /** The rows of a table, laid out. */
    KTable<Key, Row> table(Origin.Source origin) {
        return laidOut(raw(origin.source()), origin.source());
    }

    /** A table as its topic has it. */
    KTable<Key, Row> raw(DataSource source) {
        return builder.table(source.topic().name(), consumed(source));
    }

    /** The same with a store that can be looked into. */
    KTable<Key, Row> kept(DataSource source, String store) {
        return builder.table(
                source.topic().name(),
                consumed(source),
                Materialized.<Key, Row, KeyValueStore<Bytes, byte[]>>as(store)
                        .withKeySerde(context.codecs().keySerde(source))
                        .withValueSerde(context.codecs().valueSerde(source)));
    }

    private KTable<Key, Row> laidOut(KTable<Key, Row> table, DataSource source) {
        RowStep step = new RowStep("Source", new SourceReader(source), List.of(), null, Outputs.whole(), true);
        return table.transformValues(Steps.table(step, context), Named.as("Rows-" + number()));
    }

    private Consumed<Key, Row> consumed(DataSource source) {
        Consumed<Key, Row> named = Consumed.with(
                        context.codecs().keySerde(source), context.codecs().valueSerde(source))
                .withName("Source-" + number());
        // half a table would be a wrong one
        Consumed<Key, Row> consumed =
                source.isTable() ? named.withOffsetResetPolicy(AutoOffsetReset.earliest()) : named;
        SourceTime time = SourceTime.of(source);
        return time == null ? consumed : consumed.withTimestampExtractor(new RowTimes(time, context));
    }

    private int number() {
        return sources++;
    }
}
