package io.millrace.vehicles.app;

import io.millrace.core.Operator;
import io.millrace.core.Record;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.meter.MicrometerListener;
import io.millrace.core.pipeline.DeadLetter;
import io.millrace.core.pipeline.PipelineEvent;
import io.millrace.core.pipeline.PipelinePart;
import io.millrace.core.time.Ticker;
import io.millrace.vehicles.feed.DeadLetterRecords;
import io.millrace.vehicles.feed.HfpOperators;
import io.millrace.vehicles.hfp.HfpParser;
import io.millrace.vehicles.hfp.Region;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/**
 * What happens on the way: a message is acknowledged to where it came from when what became of it is stored, be it in
 * the topic of messages or in that of refused ones.
 */
@ApplicationScoped
class FlowProcessors {

    private final Operator<byte[], byte[]> validated = HfpOperators.validated(new HfpParser(Region.FINLAND));
    private final MutinyEmitter<RecordBatch<byte[]>> dead;
    private final MicrometerListener meters;
    private final Ticker ticker;

    FlowProcessors(
            @Channel(FlowParts.RAW_DEAD) MutinyEmitter<RecordBatch<byte[]>> dead,
            MicrometerListener meters,
            Ticker ticker) {
        this.dead = dead;
        this.meters = meters;
        this.ticker = ticker;
    }

    /** Lets through what is HFP; the rest is stored as dead, with the reason, before the batch goes on. */
    @Incoming(FlowParts.RAW_IN)
    @Outgoing(FlowParts.RAW_OUT)
    RecordBatch<byte[]> validate(RecordBatch<byte[]> batch) throws InterruptedException {
        List<Record<byte[]>> good = new ArrayList<>(batch.records().size());
        List<Record<byte[]>> refused = new ArrayList<>();
        for (Record<byte[]> message : batch.records()) {
            try {
                validated.process(message, good::add);
            } catch (PoisonException e) {
                meters.on(new PipelineEvent.Rejected(FlowParts.RAW, PipelinePart.OPERATOR, e));
                DeadLetter letter = new DeadLetter(FlowParts.RAW, PipelinePart.OPERATOR, e.reason(), message);
                refused.add(DeadLetterRecords.of(letter, ticker.now()));
            }
        }
        if (!refused.isEmpty()) {
            dead.sendAndAwait(new RecordBatch<>(refused));
        }
        return new RecordBatch<>(good);
    }

    /** Rows of the table as they change; one without value is a vehicle that left it. */
    @Incoming(FlowParts.CURRENT_IN)
    @Outgoing(FlowParts.CURRENT_OUT)
    RecordBatch<Optional<String>> locations(ConsumerRecords<String, String> rows) {
        List<Record<Optional<String>>> changes = new ArrayList<>(rows.count());
        for (ConsumerRecord<String, String> row : rows) {
            changes.add(new Record<>(
                    row.key(),
                    Optional.ofNullable(row.value()),
                    Instant.ofEpochMilli(Math.max(0, row.timestamp())),
                    Map.of()));
        }
        return new RecordBatch<>(changes);
    }
}
