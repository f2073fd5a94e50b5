package io.millrace.connector.kafka;

import io.millrace.core.testkit.Containers;
import io.millrace.core.testkit.NeedsDocker;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.testcontainers.kafka.KafkaContainer;

/** The tests of sinks and sources on a Kafka in a container, in place of the one in this JVM. */
@NeedsDocker
final class KafkaContainerIT {

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static Broker broker;

    @BeforeAll
    static void start() throws Exception {
        KafkaContainer kafka = Containers.start(new KafkaContainer(Containers.image("vehicles.yaml", "broker"))
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_MESSAGE_MAX_BYTES", "100000")
                .withEnv("KAFKA_LOG_RETENTION_MS", "-1"));
        broker = new Broker(kafka.getBootstrapServers());
    }

    @Nested
    class Sinks extends KafkaSinkIT {

        Sinks() throws Exception {}

        @Override
        Broker broker() {
            return broker;
        }
    }

    @Nested
    class BatchSinks extends KafkaBatchSinkIT {

        BatchSinks() throws Exception {}

        @Override
        Broker broker() {
            return broker;
        }
    }

    @Nested
    class Sources extends KafkaSourceIT {

        @Override
        Broker broker() {
            return broker;
        }
    }

    @Nested
    class Rows extends KafkaRowIT {

        @Override
        Broker broker() {
            return broker;
        }
    }

    @Nested
    class Topics extends KafkaTopicsIT {

        @Override
        Broker broker() {
            return broker;
        }
    }
}
