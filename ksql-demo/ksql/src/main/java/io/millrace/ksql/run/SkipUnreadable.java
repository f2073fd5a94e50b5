package io.millrace.ksql.run;

import io.millrace.ksql.format.FormatException;
import java.util.Base64;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;

/** Tells of records whose bytes do not fit their format, and leaves them out. Made by Kafka Streams. */
public final class SkipUnreadable implements DeserializationExceptionHandler {

    private @Nullable QueryContext context;

    @Override
    public DeserializationHandlerResponse handle(
            ErrorHandlerContext place, ConsumerRecord<byte[], byte[]> record, Exception failure) {
        if (!(failure instanceof FormatException)) {
            // not the record's fault: a schema registry that does not answer, for example
            return DeserializationHandlerResponse.FAIL;
        }
        if (context != null) {
            byte[] value = record.value();
            context.log()
                    .report(new RecordFailure(
                            RecordFailure.Kind.DESERIALIZATION,
                            context.queryId(),
                            place.processorNodeId() == null ? "Source" : place.processorNodeId(),
                            RecordFailure.text(failure),
                            RecordFailure.causes(failure),
                            new RecordFailure.Place(record.topic(), record.partition(), record.offset()),
                            value == null ? null : Base64.getEncoder().encodeToString(value)));
        }
        return DeserializationHandlerResponse.CONTINUE;
    }

    @Override
    public void configure(Map<String, ?> settings) {
        context = (QueryContext) settings.get(SkipUnwritable.CONTEXT);
    }
}
