package io.millrace.connector.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.testkit.SinkContract;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class KafkaSinkIT implements SinkContract<String> {

    private final String topic;

    KafkaSinkIT() throws Exception {
        topic = broker().topic();
    }

    /** Where the topics are. */
    Broker broker() {
        return Broker.embedded();
    }

    @Override
    public List<String> samples() {
        return List.of("one", "two \uD83D\uDE8B", "three", "four");
    }

    @Override
    public Sink<String> sink() {
        return new KafkaSink<>(KafkaSinkSettings.of(broker().address(), topic), KafkaSinkIT::serialize);
    }

    private static byte[] serialize(String topic, String value) {
        if (value.equals("unwritable")) {
            throw new SerializationException("it has no form");
        }
        return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String poison() {
        return "unwritable";
    }

    @Override
    public List<String> stored() {
        return broker().contents(topic).stream().map(ConsumerRecord::value).toList();
    }

    @Override
    public boolean idempotent() {
        return false;
    }

    @Test
    void refusesWhatTheClusterWillNeverTake() throws Exception {
        try (Sink<String> sink = sink()) {
            sink.open();
            assertThatThrownBy(() -> sink.write(List.of(Record.of("x".repeat(200_000), Instant.EPOCH))))
                    .isInstanceOf(PoisonException.class)
                    .hasMessageContaining(topic);
            assertThatThrownBy(() -> sink.write(List.of(Record.of("x", Instant.ofEpochMilli(-1)))))
                    .isInstanceOf(PoisonException.class)
                    .hasMessageContaining("timestamp");
        }
    }

    @Test
    void saysThatNobodyAnswers() {
        KafkaConnection nowhere = new KafkaConnection("127.0.0.1:1", Duration.ofMillis(300), Map.of());
        try (KafkaSink<String> sink = KafkaSink.text(new KafkaSinkSettings(nowhere, topic, Duration.ZERO))) {
            assertThatThrownBy(sink::open)
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("cannot connect to Kafka at 127.0.0.1:1");
        }
    }
}
