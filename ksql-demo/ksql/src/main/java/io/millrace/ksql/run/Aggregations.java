package io.millrace.ksql.run;

import static java.util.Objects.requireNonNull;

import io.millrace.ksql.ast.Query.Emit;
import io.millrace.ksql.ast.WindowClause;
import io.millrace.ksql.format.Key;
import io.millrace.ksql.format.KeySerde;
import io.millrace.ksql.format.Row;
import io.millrace.ksql.format.RowCodec;
import io.millrace.ksql.format.RowSerde;
import io.millrace.ksql.plan.Aggregation;
import io.millrace.ksql.plan.QueryPlan;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.Scalar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.EmitStrategy;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KGroupedStream;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.kstream.SessionWindows;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.SessionStore;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/** Keeps the states of groups in a store and gives their changes. */
final class Aggregations {

    static final String STORE = "Aggregate-Materialize";

    /** How long ksqlDB waits for late rows when GRACE PERIOD is not given. */
    private static final Duration DEFAULT_GRACE = Duration.ofHours(24);

    private static final Duration SILENCE = Duration.ofHours(24);

    private final Aggregation aggregation;
    private final States states;
    private final Emit emit;
    private final QueryContext context;
    private final KeySerde keys;
    private final RowSerde stored;

    Aggregations(Aggregation aggregation, States states, RowCodec groups, Emit emit, QueryContext context) {
        this.aggregation = aggregation;
        this.states = states;
        this.emit = emit;
        this.context = context;
        this.keys = KeySerde.of(groups);
        this.stored = new RowSerde(states.codec());
    }

    /**
     * Over a stream.
     *
     * @param rows groups as keys, arguments as values
     * @param inPlace whether rows of a group are in one partition already
     */
    KStream<Key, Row> stream(KStream<Key, Row> rows, boolean inPlace) {
        RowSerde arguments = new RowSerde(states.argumentCodec());
        KStream<Key, Row> placed = inPlace
                ? rows
                : rows.repartition(Repartitioned.with(keys, arguments).withName("Aggregate-GroupBy"))
                        .processValues(withOffset(), Named.as("Order"));
        KGroupedStream<Key, Row> grouped = placed.groupByKey(Grouped.with(keys, arguments));
        return switch (aggregation.window()) {
            case null ->
                grouped.aggregate(states::empty, this::add, this.<KeyValueStore<Bytes, byte[]>>materialized(null))
                        .toStream();
            case WindowClause.Tumbling window ->
                time(grouped, TimeWindows.ofSizeAndGrace(window.size(), grace(window)), window);
            case WindowClause.Hopping window ->
                time(
                        grouped,
                        TimeWindows.ofSizeAndGrace(window.size(), grace(window)).advanceBy(window.advance()),
                        window);
            case WindowClause.Session window -> session(grouped, window);
        };
    }

    /** The order of rows of one group is that of the partition in which they meet. */
    private static FixedKeyProcessorSupplier<Key, Row, Row> withOffset() {
        return () -> new ContextualFixedKeyProcessor<>() {
            @Override
            public void process(FixedKeyRecord<Key, Row> record) {
                @Nullable
                Object[] values =
                        Arrays.copyOf(record.value().values(), record.value().size());
                context().recordMetadata().ifPresent(place -> values[values.length - 1] = place.offset());
                context().forward(record.withValue(Row.of(values)));
            }
        };
    }

    private Row add(Key key, Row row, Row present) {
        return states.add(present, row);
    }

    private KStream<Key, Row> time(KGroupedStream<Key, Row> rows, TimeWindows windows, WindowClause clause) {
        KTable<Windowed<Key>, Row> table = rows.windowedBy(windows)
                .emitStrategy(strategy())
                .aggregate(
                        states::empty,
                        this::add,
                        this.<WindowStore<Bytes, byte[]>>materialized(retention(
                                clause, Duration.ofMillis(windows.size()).plus(grace(clause)))));
        return table.toStream((key, _) -> spanned(key));
    }

    private KStream<Key, Row> session(KGroupedStream<Key, Row> rows, WindowClause.Session clause) {
        KTable<Windowed<Key>, Row> table = rows.windowedBy(
                        SessionWindows.ofInactivityGapAndGrace(clause.gap(), grace(clause)))
                .emitStrategy(strategy())
                .aggregate(
                        states::empty,
                        this::add,
                        (_, first, second) -> states.merge(first, second),
                        this.<SessionStore<Bytes, byte[]>>materialized(
                                retention(clause, clause.gap().plus(grace(clause)))));
        return table.toStream((key, _) -> spanned(key));
    }

    private EmitStrategy strategy() {
        return emit == Emit.FINAL ? EmitStrategy.onWindowClose() : EmitStrategy.onWindowUpdate();
    }

    private static Key spanned(Windowed<Key> key) {
        return new Key(
                key.key().row(), new Key.Span(key.window().start(), key.window().end()));
    }

    private static Duration grace(WindowClause window) {
        Duration grace = window.grace();
        return grace == null ? DEFAULT_GRACE : grace;
    }

    /**
     * Final results are looked for in the store once time has gone on, and what is older than its retention is not
     * found there any more: so a silence of less than a day loses none.
     */
    private Duration retention(WindowClause window, Duration open) {
        Duration least = emit == Emit.FINAL ? open.plus(SILENCE) : open;
        Duration retention = window.retention();
        return retention == null || retention.compareTo(least) < 0 ? least : retention;
    }

    private <S extends org.apache.kafka.streams.processor.StateStore> Materialized<Key, Row, S> materialized(
            @Nullable Duration retention) {
        Materialized<Key, Row, S> materialized =
                Materialized.<Key, Row, S>as(STORE).withKeySerde(keys).withValueSerde(stored);
        return retention == null ? materialized : materialized.withRetention(retention);
    }

    /** Over a table: the row that a change replaces is taken back from its group first. */
    KStream<Key, Row> table(KTable<Key, Row> rows, QueryPlan plan) {
        int groups = aggregation.groupBy().size();
        List<SqlType> types = new ArrayList<>();
        aggregation.groupBy().forEach(group -> types.add(group.type()));
        Outputs.arguments(aggregation).forEach(argument -> types.add(argument.type()));
        types.add(Scalar.BIGINT);
        RowStep step = new RowStep("Group", RowReader.LAID_OUT, List.of(), plan.where(), groupAndArguments(), true);
        return rows.transformValues(Steps.table(step, context), Named.as("Group"))
                .filter((_, row) -> row != null)
                .groupBy(
                        (_, row) -> KeyValue.pair(new Key(part(row, 0, groups), null), part(row, groups, row.size())),
                        Grouped.with("Aggregate-GroupBy", keys, new RowSerde(states.argumentCodec())))
                .aggregate(
                        states::empty,
                        this::add,
                        (_, row, present) -> states.undo(present, row),
                        this.<KeyValueStore<Bytes, byte[]>>materialized(null))
                .toStream();
    }

    private RowStep.Output groupAndArguments() {
        RowStep.Output arguments = Outputs.grouped(aggregation, false);
        return (evaluation, row, key, facts, out) -> arguments.give(evaluation, row, key, facts, (group, values) -> {
            Row all = requireNonNull(values);
            @Nullable
            Object[] both = Arrays.copyOf(
                    requireNonNull(group).row().values(), group.row().size() + all.size());
            System.arraycopy(all.values(), 0, both, group.row().size(), all.size());
            out.accept(key, Row.of(both));
        });
    }

    private static Row part(Row row, int from, int to) {
        return Row.of(Arrays.copyOfRange(row.values(), from, to));
    }
}
