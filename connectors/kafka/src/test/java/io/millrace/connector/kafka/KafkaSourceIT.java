package io.millrace.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.testkit.SourceContract;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

class KafkaSourceIT implements SourceContract<String> {

    /** Where the topics are. */
    Broker broker() {
        return Broker.embedded();
    }

    @Override
    public List<String> samples() {
        return List.of("one", "two \uD83D\uDE8B", "", "four", "five");
    }

    @Override
    public Source<String> sourceOf(List<String> values) throws Exception {
        String topic = broker().topic();
        broker().put(topic, bytes(values));
        return KafkaSource.text(new KafkaSourceSettings(
                KafkaConnection.of(broker().address()), List.of(topic), "group-" + topic, true, 2));
    }

    private static byte[][] bytes(List<String> values) {
        return values.stream()
                .map(value -> value.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    @Override
    public Source<String> silent() throws Exception {
        return sourceOf(List.of());
    }

    @Override
    public boolean ends() {
        return false;
    }

    @Test
    void keepsKeyTimeAndHeadersThroughASinkAndASource() throws Exception {
        String topic = broker().topic();
        Record<String> full = new Record<>(
                "BTU", "New Order", Instant.parse("2026-02-03T04:05:06.789Z"), Map.of("attempt", "2", "ä", "ö"));
        Record<String> bare = Record.of("without key", Instant.EPOCH);
        try (KafkaSink<String> sink = KafkaSink.text(KafkaSinkSettings.of(broker().address(), topic));
                KafkaSource<String> source =
                        KafkaSource.text(KafkaSourceSettings.of(broker().address(), topic, "envelope"))) {
            sink.open();
            sink.write(List.of(full, bare));
            source.open();
            assertThat(next(source).records()).containsExactly(full, bare);
        }
    }

    @Test
    void throwsExactlyTheRecordThatCannotBeReadAndGoesOn() throws Exception {
        String topic = broker().topic();
        broker().put(topic, new byte[] {'a'}, new byte[] {(byte) 0xff});
        broker().remove(topic, "key");
        broker().put(topic, new byte[] {'b'});
        try (KafkaSource<String> source =
                KafkaSource.text(KafkaSourceSettings.of(broker().address(), topic, "poison"))) {
            source.open();
            assertThat(next(source).records()).extracting(Record::value).containsExactly("a");
            assertThatThrownBy(() -> source.poll(Duration.ofSeconds(10)))
                    .isInstanceOf(PoisonException.class)
                    .hasMessage(topic + " partition 0 offset 1 cannot be read: it is not UTF-8");
            assertThatThrownBy(() -> source.poll(Duration.ofSeconds(10)))
                    .isInstanceOf(PoisonException.class)
                    .hasMessageContaining("offset 2 cannot be read: it has no value");
            Poll.Batch<String> last = next(source);
            assertThat(last.records()).extracting(Record::value).containsExactly("b");
            last.ack().commit();
            source.open();
            assertThat(source.poll(Duration.ofSeconds(1))).isInstanceOf(Poll.Idle.class);
        }
    }

    @Test
    void givesRemovalsOfATable() throws Exception {
        String topic = broker().topic();
        broker().put(topic, new byte[] {'a'});
        broker().remove(topic, "key");
        try (KafkaSource<Optional<String>> source = KafkaSource.withRemovals(
                KafkaSourceSettings.of(broker().address(), topic, "table"), new StringDeserializer())) {
            source.open();
            Poll.Batch<Optional<String>> batch = next(source);
            assertThat(batch.records()).extracting(Record::value).containsExactly(Optional.of("a"), Optional.empty());
            assertThat(batch.records().getLast().key()).isEqualTo("key");
        }
    }

    private static <T> Poll.Batch<T> next(Source<T> source) throws InterruptedException {
        while (true) {
            if (source.poll(Duration.ofSeconds(10)) instanceof Poll.Batch<T> batch) {
                return batch;
            }
        }
    }

    @Test
    void startsBehindTheNewestWhenTold() throws Exception {
        String topic = broker().topic();
        broker().put(topic, new byte[] {'o'});
        try (KafkaSource<String> source = KafkaSource.text(
                new KafkaSourceSettings(KafkaConnection.of(broker().address()), List.of(topic), "late", false, 10))) {
            source.open();
            // the offset is fixed when the partition was assigned
            for (int i = 0; i < 3; i++) {
                assertThat(source.poll(Duration.ofSeconds(1))).isInstanceOf(Poll.Idle.class);
            }
            broker().put(topic, new byte[] {'n'});
            assertThat(next(source).records()).extracting(Record::value).containsExactly("n");
        }
    }

    @Test
    void saysWhatIsNotThere() {
        KafkaConnection nowhere = new KafkaConnection("127.0.0.1:1", Duration.ofMillis(300), Map.of());
        try (KafkaSource<String> source =
                KafkaSource.text(new KafkaSourceSettings(nowhere, List.of("x"), "g", true, 1))) {
            assertThatThrownBy(source::open)
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("cannot connect to Kafka at 127.0.0.1:1");
        }
        try (KafkaSource<String> source =
                KafkaSource.text(KafkaSourceSettings.of(broker().address(), "no-such-topic", "g"))) {
            assertThatThrownBy(source::open)
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("no-such-topic");
        }
        KafkaConnection unknown = KafkaConnection.of("no.such.host.invalid:9092");
        try (KafkaSource<String> source =
                KafkaSource.text(new KafkaSourceSettings(unknown, List.of("x"), "g", true, 1))) {
            assertThatThrownBy(source::open)
                    .isInstanceOf(FatalException.class)
                    .hasMessageContaining("no.such.host.invalid");
        }
    }

    @Test
    void neverPrintsSecretsAndKeepsItsOwnSettings() {
        Map<String, String> secret = Map.of("sasl.jaas.config", "password=hunter2");
        KafkaConnection connection = new KafkaConnection("h:1", Duration.ofSeconds(1), secret);
        assertThat(new KafkaSourceSettings(connection, List.of("t"), "g", true, 1).toString())
                .contains("sasl.jaas.config")
                .doesNotContain("hunter2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KafkaConnection("h:1", Duration.ofSeconds(1), Map.of("acks", "0")))
                .withMessage("properties must not set acks, the connector does");
    }
}
