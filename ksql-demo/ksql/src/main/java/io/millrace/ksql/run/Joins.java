package io.millrace.ksql.run;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Relation;
import io.millrace.ksql.expr.TypedExpression;
import io.millrace.ksql.format.BinaryCodec;
import io.millrace.ksql.format.Key;
import io.millrace.ksql.format.KeySerde;
import io.millrace.ksql.format.Row;
import io.millrace.ksql.format.RowCodec;
import io.millrace.ksql.format.RowSerde;
import io.millrace.ksql.plan.Layout;
import io.millrace.ksql.plan.Origin;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.kstream.JoinWindows;
import org.apache.kafka.streams.kstream.Joined;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.kstream.StreamJoined;
import org.apache.kafka.streams.kstream.ValueJoiner;
import org.apache.kafka.streams.kstream.ValueJoinerWithKey;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Two origins as one, in rows of left side, right side and the key on which they met. */
final class Joins {

    private final Origins origins;
    private final QueryContext context;
    private final Evaluations evaluations;
    private int joins;

    Joins(Origins origins, QueryContext context) {
        this.origins = origins;
        this.context = context;
        this.evaluations = new Evaluations(context, "Join");
    }

    /** A join whose left side is a stream; a source alone is laid out. */
    KStream<Key, Row> stream(Origin origin) {
        return switch (origin) {
            case Origin.Source source -> laidOut(source);
            case Origin.Join join when join.type() == Origin.Join.Type.STREAM_TABLE -> streamTable(join);
            case Origin.Join join -> streamStream(join);
        };
    }

    /** A join of tables; a source alone is laid out. */
    KTable<Key, Row> table(Origin origin) {
        return switch (origin) {
            case Origin.Source source -> origins.table(source);
            case Origin.Join join when join.type() == Origin.Join.Type.FOREIGN_KEY -> foreignKey(join);
            case Origin.Join join -> tableTable(join);
        };
    }

    private KStream<Key, Row> laidOut(Origin.Source source) {
        RowStep step =
                new RowStep("Source", new SourceReader(source.source()), List.of(), null, Outputs.whole(), false);
        return origins.stream(source.source()).processValues(Steps.fixed(step, context), Named.as(name("Rows")));
    }

    /** The stream with its rows at the place of what they are joined on. */
    private KStream<Key, Row> placed(
            KStream<Key, Row> rows, TypedExpression key, boolean move, Layout layout, RowCodec codec) {
        if (!move) {
            return rows;
        }
        RowStep step = new RowStep("Join", RowReader.LAID_OUT, List.of(), null, Outputs.joined(key, false), false);
        return rows.process(Steps.keyed(step, context), Named.as(name("Rekey")))
                .repartition(
                        Repartitioned.with(KeySerde.of(codec), values(layout)).withName(name("Join")));
    }

    private KStream<Key, Row> streamTable(Origin.Join join) {
        RowCodec keys = context.codecs().keys(join.right().source());
        boolean move = join.repartitionLeft() || !sameKeys(join.left(), keys);
        KStream<Key, Row> left =
                placed(stream(join.left()), join.leftKey(), move, join.left().layout(), keys);
        KTable<Key, Row> right = origins.table(join.right());
        Joined<Key, Row, Row> joined = Joined.<Key, Row, Row>as(name("StreamTable"))
                .withKeySerde(KeySerde.of(keys))
                .withValueSerde(values(join.left().layout()));
        return switch (join.kind()) {
            case INNER -> left.join(right, joiner(join), joined);
            case LEFT -> left.leftJoin(right, joiner(join), joined);
            case RIGHT, FULL ->
                throw KsqlException.of("a stream and a table can be joined by INNER and LEFT JOIN only");
        };
    }

    private KStream<Key, Row> streamStream(Origin.Join join) {
        RowCodec keys = new BinaryCodec(List.of(join.leftKey().type()));
        boolean inPlace = !join.repartitionLeft() && !join.repartitionRight();
        if (!join.repartitionLeft() && join.left() instanceof Origin.Source source) {
            keys = context.codecs().keys(source.source());
        } else if (!join.repartitionRight()) {
            keys = context.codecs().keys(join.right().source());
        }
        boolean moveRight = join.repartitionRight() || (inPlace && !sameKeys(join.right(), keys));
        boolean moveLeft = join.repartitionLeft() || !sameKeys(join.left(), keys);
        KStream<Key, Row> left = placed(
                stream(join.left()), join.leftKey(), moveLeft, join.left().layout(), keys);
        KStream<Key, Row> right = placed(
                stream(join.right()), join.rightKey(), moveRight, join.right().layout(), keys);
        StreamJoined<Key, Row, Row> joined = StreamJoined.with(
                        (Serde<Key>) KeySerde.of(keys),
                        (Serde<Row>) values(join.left().layout()),
                        (Serde<Row>) values(join.right().layout()))
                .withName(name("StreamStream"))
                .withStoreName(name("Join-Store"));
        JoinWindows windows = windows(join);
        return switch (join.kind()) {
            case INNER -> left.join(right, joiner(join), windows, joined);
            case LEFT -> left.leftJoin(right, joiner(join), windows, joined);
            case FULL -> left.outerJoin(right, joiner(join), windows, joined);
            case RIGHT -> right.leftJoin(left, swapped(join), windowsFromRight(join), joined(join, keys));
        };
    }

    private StreamJoined<Key, Row, Row> joined(Origin.Join join, RowCodec keys) {
        return StreamJoined.with(
                        (Serde<Key>) KeySerde.of(keys),
                        (Serde<Row>) values(join.right().layout()),
                        (Serde<Row>) values(join.left().layout()))
                .withName(name("StreamStream"))
                .withStoreName(name("Join-Store"));
    }

    private static JoinWindows windows(Origin.Join join) {
        Relation.Within within = within(join);
        return base(within).before(within.before()).after(within.after());
    }

    private static JoinWindows windowsFromRight(Origin.Join join) {
        Relation.Within within = within(join);
        return base(within).before(within.after()).after(within.before());
    }

    @SuppressWarnings("deprecation") // without GRACE ksqlDB gives rows without partner at once, which only this does
    private static JoinWindows base(Relation.Within within) {
        Duration grace = within.grace();
        Duration widest = within.before().compareTo(within.after()) > 0 ? within.before() : within.after();
        return grace == null ? JoinWindows.of(widest) : JoinWindows.ofTimeDifferenceAndGrace(widest, grace);
    }

    private static Relation.Within within(Origin.Join join) {
        Relation.Within within = join.within();
        if (within == null) {
            throw KsqlException.of("a join of two streams needs WITHIN");
        }
        return within;
    }

    private KTable<Key, Row> tableTable(Origin.Join join) {
        KTable<Key, Row> left = table(join.left());
        KTable<Key, Row> right = origins.table(join.right());
        return switch (join.kind()) {
            case INNER -> left.join(right, byPresent(join), Named.as(name("TableTable")));
            case LEFT -> left.leftJoin(right, byPresent(join), Named.as(name("TableTable")));
            case FULL -> left.outerJoin(right, byPresent(join), Named.as(name("TableTable")));
            case RIGHT -> right.leftJoin(left, (one, other) -> merged(join, other, one), Named.as(name("TableTable")));
        };
    }

    private KTable<Key, Row> foreignKey(Origin.Join join) {
        RowCodec rightKeys = context.codecs().keys(join.right().source());
        RowCodec leftKeys = keys(join.left());
        KTable<Key, Row> left = stored(table(join.left()), leftKeys, join.left().layout());
        KTable<Key, Row> right =
                stored(origins.table(join.right()), rightKeys, join.right().layout());
        Function<Row, Key> foreign = row -> foreignKey(join, row);
        Materialized<Key, Row, KeyValueStore<Bytes, byte[]>> store =
                Materialized.<Key, Row, KeyValueStore<Bytes, byte[]>>as(name("Join-Store"))
                        .withKeySerde(KeySerde.of(leftKeys))
                        .withValueSerde(values(join.layout()));
        return switch (join.kind()) {
            case INNER -> left.join(right, foreign, (one, other) -> merged(join, one, other), store);
            case LEFT -> left.leftJoin(right, foreign, (one, other) -> merged(join, one, other), store);
            case RIGHT, FULL ->
                throw KsqlException.of("a table's column and another table's key can be joined by INNER and LEFT JOIN");
        };
    }

    @SuppressWarnings("NullAway") // Kafka means "refers to nothing" by null
    private Key foreignKey(Origin.Join join, Row row) {
        Object value = evaluations.get().value(join.leftKey(), row.values());
        return value == null ? null : Key.of(value);
    }

    /** Such a join sends rows about, so it must know how they are written. */
    private KTable<Key, Row> stored(KTable<Key, Row> table, RowCodec keys, Layout layout) {
        return table.filter(
                (_, row) -> row != null,
                Materialized.<Key, Row, KeyValueStore<Bytes, byte[]>>as(name("Join-Side"))
                        .withKeySerde(KeySerde.of(keys))
                        .withValueSerde(values(layout)));
    }

    private RowCodec keys(Origin origin) {
        return switch (origin) {
            case Origin.Source source -> context.codecs().keys(source.source());
            case Origin.Join join -> keys(join.left());
        };
    }

    /** Whether records of the origin are partitioned as those of keys written that way. */
    private boolean sameKeys(Origin origin, RowCodec keys) {
        return origin instanceof Origin.Source source
                ? context.codecs().keys(source.source()).getClass() == keys.getClass()
                : true;
    }

    private static RowSerde values(Layout layout) {
        return new RowSerde(
                new BinaryCodec(layout.slots().stream().map(Layout.Slot::type).toList()));
    }

    private ValueJoinerWithKey<Key, Row, Row, Row> joiner(Origin.Join join) {
        return (key, left, right) -> merged(join, key, left, right);
    }

    private ValueJoinerWithKey<Key, Row, Row, Row> swapped(Origin.Join join) {
        return (key, right, left) -> merged(join, key, left, right);
    }

    private ValueJoiner<Row, Row, Row> byPresent(Origin.Join join) {
        return (left, right) -> merged(join, left, right);
    }

    /** A join of tables: the key on which they met is what the side that is there says. */
    private Row merged(Origin.Join join, @Nullable Row left, @Nullable Row right) {
        Evaluation evaluation = evaluations.get();
        Object value = left != null
                ? evaluation.value(join.leftKey(), left.values())
                : right == null ? null : evaluation.value(join.rightKey(), right.values());
        return merged(join, value == null ? null : Key.of(value), left, right);
    }

    private static Row merged(Origin.Join join, @Nullable Key key, @Nullable Row left, @Nullable Row right) {
        int leftSize = join.left().layout().size();
        int size = join.layout().size();
        @Nullable Object[] row = left == null ? new @Nullable Object[size] : Arrays.copyOf(left.values(), size);
        if (right != null) {
            System.arraycopy(right.values(), 0, row, leftSize, right.size());
        }
        row[size - 1] = key == null ? null : key.row().get(0);
        return Row.of(row);
    }

    private String name(String step) {
        return step + "-" + joins++;
    }
}
