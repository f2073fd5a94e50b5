package io.millrace.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.TransientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class KafkaTopicsIT {

    /** Where the topics are. */
    Broker broker() {
        return Broker.embedded();
    }

    @Test
    void makesWhatIsMissingAndLeavesTheRest() throws Exception {
        String present = broker().topic();
        String missing = present + "-missing";
        KafkaTopics topics = new KafkaTopics(KafkaConnection.of(broker().address()));

        topics.ensure(List.of(present, missing), 3);
        topics.ensure(List.of(present, missing), 5);

        assertThat(partitions(present)).isEqualTo(1);
        assertThat(partitions(missing)).isEqualTo(3);
    }

    private int partitions(String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) broker().address()))) {
            return Objects.requireNonNull(admin.describeTopics(List.of(topic))
                            .allTopicNames()
                            .get()
                            .get(topic))
                    .partitions()
                    .size();
        }
    }

    @Test
    void saysThatNobodyIsThere() {
        KafkaTopics topics = new KafkaTopics(new KafkaConnection("127.0.0.1:1", Duration.ofMillis(300), Map.of()));
        assertThatThrownBy(() -> topics.ensure(List.of("x"), 1))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("cannot make topics [x] at 127.0.0.1:1");
    }
}
