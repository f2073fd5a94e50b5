package io.millrace.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.BatchId;
import io.millrace.core.IdempotentSink;
import io.millrace.core.Record;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.json.JsonRow;
import io.millrace.core.testkit.IdempotentSinkContract;
import io.millrace.core.testkit.SinkContract;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class KafkaBatchSinkIT implements SinkContract<JsonRow>, IdempotentSinkContract<JsonRow> {

    private final String topic;
    private final KafkaBatchSinkSettings settings;

    KafkaBatchSinkIT() throws Exception {
        topic = broker().topic();
        settings = KafkaBatchSinkSettings.of(broker().address(), topic, "writer-of-" + topic);
    }

    /** Where the topics are. */
    Broker broker() {
        return Broker.embedded();
    }

    @Override
    public List<JsonRow> samples() {
        return List.of(row(1), row(2), JsonRow.read("{\"n\":3}"), JsonRow.read("{\"product_id\":4}"));
    }

    private static JsonRow row(int n) {
        return JsonRow.read("{\"product_id\": \"BTC-USD\", \"n\": " + n + "}");
    }

    @Override
    public IdempotentSink<JsonRow> sink() {
        return new KafkaBatchSink(settings);
    }

    @Override
    public List<JsonRow> stored() {
        return broker().contents(topic, "read_committed").stream()
                .map(record -> JsonRow.read(record.value()))
                .toList();
    }

    /** More than the cluster takes. */
    @Override
    public JsonRow poison() {
        return JsonRow.read("{\"text\":\"" + "x".repeat(200_000) + "\"}");
    }

    @Override
    public boolean idempotent() {
        return false;
    }

    private static List<Record<JsonRow>> batch(int n) {
        return List.of(Record.of(row(n), Instant.ofEpochMilli(n)));
    }

    @Test
    void keysRowsByTheirField() throws Exception {
        try (IdempotentSink<JsonRow> sink = sink()) {
            sink.open();
            sink.write(samples().stream()
                    .map(row -> Record.of(row, Instant.ofEpochMilli(7)))
                    .toList());
        }
        List<ConsumerRecord<String, String>> records = broker().contents(topic);
        assertThat(records).extracting(ConsumerRecord::key).containsExactly("BTC-USD", "BTC-USD", null, "4");
        assertThat(records).extracting(ConsumerRecord::timestamp).containsOnly(7L);
    }

    /** A writer that died within a transaction has written nothing, and its batch is written by the next. */
    @Test
    void writesABatchThatWasBrokenOff() throws Exception {
        try (IdempotentSink<JsonRow> first = sink()) {
            first.open();
            first.write(new BatchId("s", 0, 0), batch(1));
        }
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", broker().address());
        properties.setProperty("transactional.id", settings.transactionalId());
        try (KafkaProducer<String, String> dead =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            dead.initTransactions();
            dead.beginTransaction();
            dead.send(new ProducerRecord<>(topic, row(2).toString())).get();
            dead.send(new ProducerRecord<>(settings.batches(), "s", "1")).get();
            try (IdempotentSink<JsonRow> sink = sink()) {
                sink.open();
                sink.write(new BatchId("s", 0, 0), batch(1));
                sink.write(new BatchId("s", 1, 1), batch(2));
                sink.write(new BatchId("s", 1, 1), batch(2));
            }
        }
        assertThat(stored()).containsExactly(row(1), row(2));
        assertThat(broker().contents(topic)).hasSize(3);
    }

    @Test
    void stopsWhenAnotherWriterOpens() throws Exception {
        try (IdempotentSink<JsonRow> first = sink();
                IdempotentSink<JsonRow> second = sink()) {
            first.open();
            first.write(new BatchId("s", 0, 0), batch(1));
            second.open();
            second.write(new BatchId("s", 1, 1), batch(2));
            assertThatThrownBy(() -> first.write(new BatchId("s", 2, 2), batch(3)))
                    .isInstanceOf(FatalException.class)
                    .hasMessageContaining(topic);
            second.write(new BatchId("s", 2, 2), batch(3));
        }
        assertThat(stored()).containsExactly(row(1), row(2), row(3));
    }

    @Test
    void saysWhatIsWrongWithTheTopicOfBatches() throws Exception {
        String other = broker().topic();
        broker().put(other, "{}".getBytes(StandardCharsets.UTF_8));
        KafkaBatchSinkSettings wrong =
                new KafkaBatchSinkSettings(KafkaConnection.of(broker().address()), topic, "n", "w" + topic, other);
        try (KafkaBatchSink sink = new KafkaBatchSink(wrong)) {
            assertThatThrownBy(sink::open)
                    .isInstanceOf(FatalException.class)
                    .hasMessageContaining("topic '" + other + "' offset 0 must hold a stream and its offset, was '{}'");
        }
        assertThatThrownBy(() ->
                        new KafkaBatchSinkSettings(KafkaConnection.of(broker().address()), topic, "n", "w", topic))
                .hasMessageContaining("another topic");
    }

    @Test
    void saysThatNobodyAnswers() {
        KafkaConnection nowhere = new KafkaConnection("127.0.0.1:1", Duration.ofMillis(300), Map.of());
        try (KafkaBatchSink sink = new KafkaBatchSink(new KafkaBatchSinkSettings(nowhere, topic, "n", "w", "b"))) {
            assertThatThrownBy(sink::open)
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("cannot connect to Kafka at 127.0.0.1:1");
        }
    }
}
