package io.millrace.ksql.run;

import io.millrace.ksql.format.Key;
import io.millrace.ksql.format.Row;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.kstream.ValueTransformerWithKey;
import org.apache.kafka.streams.kstream.ValueTransformerWithKeySupplier;
import org.apache.kafka.streams.processor.ProcessorContext;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** {@link RowStep} as the processors of Kafka Streams. */
@SuppressWarnings("NullAway") // Kafka means "no key" and "no value" by null, and does not say so in its types
final class Steps {

    private Steps() {}

    /** For steps that may change the key. */
    static ProcessorSupplier<Key, Row, Key, Row> keyed(RowStep step, QueryContext context) {
        return () -> new ContextualProcessor<>() {
            private final Evaluation evaluation = context.evaluation(step.name());

            @Override
            public void process(Record<Key, Row> record) {
                RowReader.Facts facts = facts(
                        record.timestamp(),
                        record.headers(),
                        context().recordMetadata().orElse(null));
                step.process(
                        evaluation,
                        record.key(),
                        record.value(),
                        facts,
                        (key, value) -> context().forward(record.withKey(key).withValue(value)));
            }
        };
    }

    /** For steps that keep the key, so that nothing has to move to another partition. */
    static FixedKeyProcessorSupplier<Key, Row, Row> fixed(RowStep step, QueryContext context) {
        return () -> new ContextualFixedKeyProcessor<>() {
            private final Evaluation evaluation = context.evaluation(step.name());

            @Override
            public void process(FixedKeyRecord<Key, Row> record) {
                RowReader.Facts facts = facts(
                        record.timestamp(),
                        record.headers(),
                        context().recordMetadata().orElse(null));
                step.process(
                        evaluation,
                        record.key(),
                        record.value(),
                        facts,
                        (_, value) -> context().forward(record.withValue(value)));
            }
        };
    }

    /** For steps over a table, which give one row or none. */
    static ValueTransformerWithKeySupplier<Key, Row, Row> table(RowStep step, QueryContext context) {
        return () -> new TableTransformer(step, context.evaluation(step.name()));
    }

    private static RowReader.Facts facts(long timestamp, Headers headers, @Nullable RecordMetadata metadata) {
        return metadata == null
                ? new RowReader.Facts(timestamp, -1, -1, headers)
                : new RowReader.Facts(timestamp, metadata.partition(), metadata.offset(), headers);
    }

    /** Not thread-safe, as its tasks want it. */
    private static final class TableTransformer implements ValueTransformerWithKey<Key, Row, Row> {

        private final RowStep step;
        private final Evaluation evaluation;
        private ProcessorContext task;
        private Row result;

        TableTransformer(RowStep step, Evaluation evaluation) {
            this.step = step;
            this.evaluation = evaluation;
        }

        @Override
        public void init(ProcessorContext context) {
            this.task = context;
        }

        @Override
        public Row transform(Key key, Row value) {
            result = null;
            RowReader.Facts facts =
                    new RowReader.Facts(task.timestamp(), task.partition(), task.offset(), task.headers());
            step.process(evaluation, key, value, facts, (_, row) -> result = row);
            return result;
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
