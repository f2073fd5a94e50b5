package io.millrace.ksql.run;

import io.millrace.ksql.format.FormatException;
import io.millrace.ksql.format.Key;
import io.millrace.ksql.format.Row;
import io.millrace.ksql.plan.DataSource;
import io.millrace.ksql.plan.QueryPlan;
import java.util.Base64;
import java.util.LinkedHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a query without state over the records of its source's topic, for push queries. Not thread-safe.
 *
 * <p>A table's row that no longer passes the condition is a removal only for who has got it before: the keys given are
 * remembered, up to {@value #REMEMBERED}; with more of them removals may be given that nobody needs.
 */
public final class SourceFollower {

    private static final int REMEMBERED = 100_000;

    private final DataSource source;
    private final QueryContext context;
    private final RowStep step;
    private final Evaluation evaluation;
    private final Deserializer<Key> keys;
    private final Deserializer<Row> values;
    private final @Nullable SourceTime time;
    private final ResultTaker taker;
    private final LinkedHashMap<Key, Boolean> given = new LinkedHashMap<>(16, 0.75f, true);
    private boolean forgotten;

    public SourceFollower(QueryPlan plan, DataSource source, QueryContext context, ResultTaker taker) {
        this.source = source;
        this.context = context;
        this.taker = taker;
        this.keys = context.codecs().keySerde(source).deserializer();
        this.values = context.codecs().valueSerde(source).deserializer();
        this.time = SourceTime.of(source);
        this.evaluation = context.evaluation("Project");
        RowStep.Output output = Outputs.columns(Outputs.keys(plan), Outputs.values(plan));
        this.step = new RowStep(
                "Project", new SourceReader(source), plan.tableFunctions(), plan.where(), output, source.isTable());
    }

    /** Gives what the record gives, if anything. */
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        try {
            Key key = keys.deserialize(record.topic(), record.key());
            Row value = values.deserialize(record.topic(), record.value());
            long at = time == null || value == null ? record.timestamp() : time.of(key, value);
            RowReader.Facts facts = new RowReader.Facts(at, record.partition(), record.offset(), record.headers());
            step.process(evaluation, key, value, facts, (resultKey, row) -> give(resultKey, row, at));
        } catch (FormatException e) {
            byte[] value = record.value();
            context.log()
                    .report(new RecordFailure(
                            RecordFailure.Kind.DESERIALIZATION,
                            context.queryId(),
                            "Source",
                            RecordFailure.text(e),
                            RecordFailure.causes(e),
                            new RecordFailure.Place(record.topic(), record.partition(), record.offset()),
                            value == null ? null : Base64.getEncoder().encodeToString(value)));
        }
    }

    private void give(@Nullable Key key, @Nullable Row row, long at) {
        if (source.isTable() && key != null) {
            if (row == null && given.remove(key) == null && !forgotten) {
                return;
            }
            if (row != null) {
                remember(key);
            }
        }
        taker.take(key, row, at);
    }

    private void remember(Key key) {
        given.put(key, true);
        if (given.size() > REMEMBERED) {
            given.pollFirstEntry();
            forgotten = true;
        }
    }
}
