package io.millrace.ksql.run;

import io.millrace.ksql.format.FormatException;
import io.millrace.ksql.format.Key;
import io.millrace.ksql.format.Row;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Gives records the time of a column; those that have none there are told to the processing log and left out. */
final class RowTimes implements TimestampExtractor {

    private final SourceTime time;
    private final QueryContext context;

    RowTimes(SourceTime time, QueryContext context) {
        this.time = time;
        this.context = context;
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        try {
            return time.of((Key) record.key(), (Row) record.value());
        } catch (FormatException e) {
            report(e, new RecordFailure.Place(record.topic(), record.partition(), record.offset()));
            // Kafka Streams leaves out what has a negative time
            return -1;
        }
    }

    private void report(FormatException failure, RecordFailure.Place place) {
        context.log()
                .report(new RecordFailure(
                        RecordFailure.Kind.PROCESSING,
                        context.queryId(),
                        "Timestamp",
                        RecordFailure.text(failure),
                        List.of(),
                        place,
                        null));
    }

    /** For what is about to be written. */
    ProcessorSupplier<Key, Row, Key, Row> stamping() {
        return () -> new ContextualProcessor<>() {
            @Override
            public void process(Record<Key, Row> record) {
                @Nullable Row value = record.value();
                if (value == null) {
                    context().forward(record);
                    return;
                }
                try {
                    context().forward(record.withTimestamp(time.of(record.key(), value)));
                } catch (FormatException e) {
                    report(e, RecordFailure.Place.UNKNOWN);
                }
            }
        };
    }
}
