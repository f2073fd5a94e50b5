package io.millrace.connector.kafka;

import static java.util.Objects.requireNonNull;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Kafka topics as they are: keys and values are bytes or absent, with topic, partition, offset and headers. For those
 * who decode later, or hold offsets themselves. It never ends.
 *
 * <p><b>Delivery:</b> as {@link KafkaSource}; and where {@link KafkaStarts} names an offset, reading begins there,
 * whatever the group has committed.
 */
public final class KafkaRowSource implements Source<ConsumerRecord<byte[], byte[]>> {

    private final GroupReader reader;

    public KafkaRowSource(KafkaSourceSettings settings, KafkaStarts starts) {
        this.reader =
                new GroupReader(requireNonNull(settings, "settings is null"), requireNonNull(starts, "starts is null"));
    }

    @Override
    public void open() {
        reader.open();
    }

    @Override
    public Poll<ConsumerRecord<byte[], byte[]>> poll(Duration timeout) throws InterruptedException {
        ConsumerRecords<byte[], byte[]> rows = reader.poll(timeout);
        if (rows == null) {
            return new Poll.End<>();
        }
        List<Record<ConsumerRecord<byte[], byte[]>>> records = new ArrayList<>(rows.count());
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> row : rows) {
            records.add(Record.of(row, Instant.ofEpochMilli(Math.max(0, row.timestamp()))));
            offsets.put(new TopicPartition(row.topic(), row.partition()), new OffsetAndMetadata(row.offset() + 1));
        }
        return records.isEmpty() ? new Poll.Idle<>() : new Poll.Batch<>(records, () -> reader.commit(offsets));
    }

    @Override
    public void close() {
        reader.close();
    }
}
