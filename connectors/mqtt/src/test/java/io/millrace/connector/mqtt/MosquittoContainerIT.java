package io.millrace.connector.mqtt;

import io.millrace.core.testkit.Containers;
import io.millrace.core.testkit.NeedsDocker;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.DisabledIf;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;

/** With a mosquitto in a container, unless {@link MosquittoIT} has one. */
@DisabledIf(
        value = "io.millrace.connector.mqtt.Mosquitto#installed",
        disabledReason = "MosquittoIT tests the mosquitto that is installed")
@NeedsDocker
final class MosquittoContainerIT {

    private static final int PORT = 1883;

    /** As {@link Mosquitto} sets it, but for what a restart needs. */
    private static final String SETTINGS = """
            listener 1883
            max_queued_messages 0
            allow_anonymous true
            """;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static String address;

    @BeforeAll
    static void start() throws Exception {
        GenericContainer<?> broker =
                Containers.start(new GenericContainer<>(Containers.image("vehicles.yaml", "mosquitto"))
                        .withCopyToContainer(Transferable.of(SETTINGS), "/mosquitto/config/mosquitto.conf")
                        .withExposedPorts(PORT)
                        .waitingFor(Wait.forLogMessage(".*mosquitto version .* running.*", 1)));
        address = "tcp://" + broker.getHost() + ":" + broker.getMappedPort(PORT);
    }

    @Nested
    class Version5 implements MosquittoCases {
        @Override
        public String address() {
            return address;
        }

        @Override
        public MqttProtocol protocol() {
            return MqttProtocol.V5;
        }
    }

    @Nested
    class Version3 implements MosquittoCases {
        @Override
        public String address() {
            return address;
        }

        @Override
        public MqttProtocol protocol() {
            return MqttProtocol.V3;
        }
    }
}
