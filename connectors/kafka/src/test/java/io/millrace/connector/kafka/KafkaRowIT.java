package io.millrace.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.failure.TransientException;
import io.millrace.core.testkit.SourceContract;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Rows as they are, from a sink to a source, which is held by the contract of sources. */
class KafkaRowIT implements SourceContract<String> {

    /** Where the topics are. */
    Broker broker() {
        return Broker.embedded();
    }

    @Override
    public List<String> samples() {
        return List.of("one", "two", "", "four", "five");
    }

    @Override
    public Source<String> sourceOf(List<String> values) throws Exception {
        String topic = broker().topic();
        broker().put(topic, values.stream().map(KafkaRowIT::bytes).toArray(byte[][]::new));
        return texts(new KafkaRowSource(settings(topic, 2), KafkaStarts.COMMITTED));
    }

    private KafkaSourceSettings settings(String topic, int batch) {
        return new KafkaSourceSettings(
                KafkaConnection.of(broker().address()), List.of(topic), "group-" + topic, true, batch);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Source<String> texts(KafkaRowSource rows) {
        return new Source<>() {
            @Override
            public void open() {
                rows.open();
            }

            @Override
            public Poll<String> poll(Duration timeout) throws InterruptedException {
                return switch (rows.poll(timeout)) {
                    case Poll.Idle<ConsumerRecord<byte[], byte[]>> _ -> new Poll.Idle<>();
                    case Poll.End<ConsumerRecord<byte[], byte[]>> _ -> new Poll.End<>();
                    case Poll.Batch<ConsumerRecord<byte[], byte[]>> batch ->
                        new Poll.Batch<>(
                                batch.records().stream()
                                        .map(row -> row.withValue(
                                                new String(row.value().value(), StandardCharsets.UTF_8)))
                                        .toList(),
                                batch.ack());
                };
            }

            @Override
            public void close() {
                rows.close();
            }
        };
    }

    @Override
    public Source<String> silent() throws Exception {
        return sourceOf(List.of());
    }

    @Override
    public boolean ends() {
        return false;
    }

    private static Poll.Batch<ConsumerRecord<byte[], byte[]>> next(KafkaRowSource source) throws InterruptedException {
        while (true) {
            if (source.poll(Duration.ofSeconds(10)) instanceof Poll.Batch<ConsumerRecord<byte[], byte[]>> batch) {
                return batch;
            }
        }
    }

    @Test
    void keepsKeysAndValuesThatAreAbsent() throws Exception {
        String topic = broker().topic();
        broker().put(topic, bytes("made"));
        try (KafkaRowSink sink = new KafkaRowSink(KafkaSinkSettings.of(broker().address(), topic));
                KafkaRowSource source = new KafkaRowSource(settings(topic, 10), KafkaStarts.COMMITTED)) {
            sink.open();
            sink.write(List.of(
                    Record.of(new ProducerRecord<>(topic, bytes("k"), null), Instant.EPOCH),
                    Record.of(new ProducerRecord<>(topic, null, new byte[] {(byte) 0xff}), Instant.EPOCH)));
            source.open();
            List<Record<ConsumerRecord<byte[], byte[]>>> rows = next(source).records();
            assertThat(rows).hasSize(3);
            assertThat(rows.get(1).value().key()).isEqualTo(bytes("k"));
            assertThat(rows.get(1).value().value()).isNull();
            assertThat(rows.get(2).value().key()).isNull();
            assertThat(rows.get(2).value().value()).isEqualTo(new byte[] {(byte) 0xff});
        }
    }

    @Test
    void beginsWhereItIsTold() throws Exception {
        String topic = broker().topic();
        broker().put(topic, bytes("0"), bytes("1"), bytes("2"));
        TopicPartition only = new TopicPartition(topic, 0);
        // one inside, and one that the topic does not have
        for (Map.Entry<Long, Long> told : Map.of(2L, 2L, 1_000L, 0L).entrySet()) {
            try (KafkaRowSource source = new KafkaRowSource(settings(topic, 10), _ -> Map.of(only, told.getKey()))) {
                source.open();
                assertThat(next(source).records().getFirst().value().offset()).isEqualTo(told.getValue());
            }
        }
    }

    @Test
    void isTransientWhenNobodySaysWhereToBegin() throws Exception {
        String topic = broker().topic();
        broker().put(topic, bytes("0"));
        TransientException cause = new TransientException("the store does not answer");
        try (KafkaRowSource source = new KafkaRowSource(settings(topic, 10), _ -> {
            throw cause;
        })) {
            source.open();
            assertThatThrownBy(() -> next(source)).isSameAs(cause);
        }
    }
}
