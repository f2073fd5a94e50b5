package io.millrace.connector.mqtt;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** With the mosquitto of this machine. */
final class MosquittoIT {

    @TempDir
    @SuppressWarnings("NullAway.Init") // made before all tests
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static Mosquitto broker;

    @BeforeAll
    static void start() throws Exception {
        broker = Mosquitto.start(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        if (broker != null) {
            broker.close();
        }
    }

    @Nested
    class Version5 implements MosquittoCases {
        @Override
        public String address() {
            return broker.address();
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
            return broker.address();
        }

        @Override
        public MqttProtocol protocol() {
            return MqttProtocol.V3;
        }
    }
}
