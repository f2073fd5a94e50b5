package io.millrace.ksql.run;

import io.millrace.ksql.format.FormatException;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.jspecify.annotations.Nullable;

/** Tells of results that their format cannot hold or that are too large, and leaves them out. Made by Kafka Streams. */
public final class SkipUnwritable implements ProductionExceptionHandler {

    /** Name of the setting that holds the {@link QueryContext}. */
    public static final String CONTEXT = "millrace.ksql.query.context";

    private @Nullable QueryContext context;

    @Override
    public ProductionExceptionHandlerResponse handle(
            ErrorHandlerContext place, ProducerRecord<byte[], byte[]> record, Exception failure) {
        if (!(failure instanceof RecordTooLargeException)) {
            return ProductionExceptionHandlerResponse.FAIL;
        }
        report(RecordFailure.Kind.PRODUCTION, place, record.topic(), failure);
        return ProductionExceptionHandlerResponse.CONTINUE;
    }

    @Override
    @SuppressWarnings("rawtypes") // as Kafka declares it
    public ProductionExceptionHandlerResponse handleSerializationException(
            ErrorHandlerContext place, ProducerRecord record, Exception failure, SerializationExceptionOrigin origin) {
        if (!(failure instanceof FormatException)) {
            return ProductionExceptionHandlerResponse.FAIL;
        }
        report(RecordFailure.Kind.SERIALIZATION, place, record.topic(), failure);
        return ProductionExceptionHandlerResponse.CONTINUE;
    }

    private void report(RecordFailure.Kind kind, ErrorHandlerContext place, String topic, Exception failure) {
        if (context != null) {
            context.log()
                    .report(new RecordFailure(
                            kind,
                            context.queryId(),
                            "Sink",
                            RecordFailure.text(failure),
                            RecordFailure.causes(failure),
                            new RecordFailure.Place(topic, place.partition(), place.offset()),
                            null));
        }
    }

    @Override
    public void configure(Map<String, ?> settings) {
        context = (QueryContext) settings.get(CONTEXT);
    }
}
