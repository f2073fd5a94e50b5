package io.millrace.ksql.run;

import static java.util.Objects.requireNonNull;

import io.millrace.ksql.format.BinaryCodec;
import io.millrace.ksql.format.Key;
import io.millrace.ksql.format.KeySerde;
import io.millrace.ksql.format.Row;
import io.millrace.ksql.format.RowCodec;
import io.millrace.ksql.format.RowSerde;
import io.millrace.ksql.plan.Aggregation;
import io.millrace.ksql.plan.Column;
import io.millrace.ksql.plan.DataSource;
import io.millrace.ksql.plan.Layout;
import io.millrace.ksql.plan.Origin;
import io.millrace.ksql.plan.QueryPlan;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Turns one plan into a topology: origin, then one step of the query's own, then the result. Used once. */
final class TopologyBuilder {

    private static final String RESULT = "Result";
    private static final String PROJECT = "Project";

    private final QueryPlan plan;
    private final QueryContext context;
    private final StreamsBuilder builder = new StreamsBuilder();
    private final Origins origins;
    private @Nullable StoreView view;

    TopologyBuilder(QueryPlan plan, QueryContext context) {
        this.plan = plan;
        this.context = context;
        this.origins = new Origins(builder, context);
    }

    QueryTopology writing(DataSource sink) {
        KStream<Key, Row> result = result(sink);
        SourceTime time = SourceTime.of(sink);
        KStream<Key, Row> stamped =
                time == null ? result : result.process(new RowTimes(time, context).stamping(), Named.as("Timestamp"));
        stamped.to(
                sink.topic().name(),
                Produced.with(context.codecs().keySerde(sink), context.codecs().valueSerde(sink))
                        .withName("Sink"));
        return built();
    }

    QueryTopology giving(ResultTaker taker) {
        result(null)
                .process(
                        () -> new ContextualProcessor<Key, Row, Void, Void>() {
                            @Override
                            public void process(Record<Key, Row> record) {
                                taker.take(record.key(), record.value(), record.timestamp());
                            }
                        },
                        Named.as("Sink"));
        return built();
    }

    static QueryTopology keeping(DataSource table, QueryContext context) {
        StreamsBuilder builder = new StreamsBuilder();
        new Origins(builder, context).kept(table, RESULT);
        return new QueryTopology(
                build(builder), StoreView.direct(RESULT, table, context.codecs().keys(table)));
    }

    private QueryTopology built() {
        return new QueryTopology(build(builder), view);
    }

    /** A table's own topic serves as its change log, so nothing is written twice. */
    private static Topology build(StreamsBuilder builder) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.OPTIMIZE);
        return builder.build(properties);
    }

    private KStream<Key, Row> result(@Nullable DataSource sink) {
        Aggregation aggregation = plan.aggregation();
        if (aggregation != null) {
            return aggregated(aggregation, sink);
        }
        return plan.origin().isTable() ? table(sink) : stream();
    }

    private KStream<Key, Row> stream() {
        boolean keepsKey = plan.partitionBy().isEmpty();
        RowStep.Output output = keepsKey
                ? Outputs.values(Outputs.values(plan))
                : Outputs.columns(Outputs.keys(plan), Outputs.values(plan));
        return apply(PROJECT, output, keepsKey);
    }

    /** One step over the origin's rows: source rows are laid out within it, others come laid out. */
    private KStream<Key, Row> apply(String name, RowStep.Output output, boolean keepsKey) {
        KStream<Key, Row> input;
        RowReader reader;
        if (plan.origin() instanceof Origin.Source source) {
            input = origins.stream(source.source());
            reader = new SourceReader(source.source());
        } else {
            input = joins().stream(plan.origin());
            reader = RowReader.LAID_OUT;
        }
        RowStep step = new RowStep(name, reader, plan.tableFunctions(), plan.where(), output, false);
        return keepsKey
                ? input.processValues(Steps.fixed(step, context), Named.as(name))
                : input.process(Steps.keyed(step, context), Named.as(name));
    }

    private Joins joins() {
        return new Joins(origins, context);
    }

    private KTable<Key, Row> originTable() {
        return plan.origin() instanceof Origin.Source source ? origins.table(source) : joins().table(plan.origin());
    }

    private KStream<Key, Row> table(@Nullable DataSource sink) {
        RowStep step = new RowStep(
                PROJECT, RowReader.LAID_OUT, List.of(), plan.where(), Outputs.values(Outputs.values(plan)), true);
        KTable<Key, Row> rows = originTable();
        if (sink == null) {
            return rows.transformValues(Steps.table(step, context), Named.as(PROJECT))
                    .toStream();
        }
        RowCodec keys = context.codecs().keys(sink);
        view = StoreView.direct(RESULT, sink, keys);
        RowCodec values = new BinaryCodec(
                sink.schema().values().stream().map(Column::type).toList());
        return rows.transformValues(
                        Steps.table(step, context),
                        Materialized.<Key, Row, KeyValueStore<Bytes, byte[]>>as(RESULT)
                                .withKeySerde(KeySerde.of(keys, sink.windowing()))
                                .withValueSerde(new RowSerde(values)),
                        Named.as(PROJECT))
                .toStream();
    }

    private KStream<Key, Row> aggregated(Aggregation aggregation, @Nullable DataSource sink) {
        States states = new States(aggregation, context);
        boolean keepsKey = !plan.origin().isTable() && isKey(aggregation);
        RowCodec groupCodec = groupCodec(aggregation, sink, keepsKey);
        Aggregations aggregations = new Aggregations(aggregation, states, groupCodec, plan.emit(), context);
        KStream<Key, Row> groups = plan.origin().isTable()
                ? aggregations.table(originTable(), plan)
                : aggregations.stream(apply("Group", Outputs.grouped(aggregation, keepsKey), keepsKey), keepsKey);
        RowStep project = new RowStep(
                PROJECT,
                states.reader(aggregation),
                List.of(),
                aggregation.having(),
                Outputs.columns(Outputs.keys(plan), Outputs.values(plan)),
                true);
        if (sink != null && sink.isTable()) {
            view = StoreView.grouped(
                    Aggregations.STORE,
                    sink,
                    groupCodec,
                    plan,
                    aggregation.groupBy().size(),
                    project);
        }
        return groups.process(Steps.keyed(withKeysOfRemovals(project, aggregation), context), Named.as(PROJECT));
    }

    /** A removal has the group as key, which must become the table's key too. */
    private RowStep withKeysOfRemovals(RowStep project, Aggregation aggregation) {
        List<Integer> order = StoreView.order(plan, aggregation.groupBy().size());
        return project.removingAs(key -> StoreView.tableKey(order, key));
    }

    /** What groups are written with: as in the table's topic, so that both are partitioned alike where they can. */
    private RowCodec groupCodec(Aggregation aggregation, @Nullable DataSource sink, boolean keepsKey) {
        if (keepsKey) {
            return context.codecs().keys(((Origin.Source) plan.origin()).source());
        }
        if (sink != null && inOrder(aggregation)) {
            return context.codecs().keys(sink);
        }
        return new BinaryCodec(
                aggregation.groupBy().stream().map(group -> group.type()).toList());
    }

    private boolean inOrder(Aggregation aggregation) {
        List<Integer> order = StoreView.order(plan, aggregation.groupBy().size());
        for (int i = 0; i < order.size(); i++) {
            if (order.get(i) != i) {
                return false;
            }
        }
        return true;
    }

    /** Whether rows are grouped by what they are partitioned by already. */
    private boolean isKey(Aggregation aggregation) {
        if (!(plan.origin() instanceof Origin.Source source) || source.source().windowing() != null) {
            return false;
        }
        List<Layout.Slot> slots = source.layout().slots();
        int keys = source.source().schema().keys().size();
        if (keys == 0
                || keys != aggregation.groupBy().size()
                || !plan.tableFunctions().isEmpty()) {
            return false;
        }
        for (int i = 0; i < keys; i++) {
            if (StoreView.place(requireNonNull(aggregation.groupBy().get(i)), slots.size()) != i) {
                return false;
            }
        }
        return true;
    }
}
