package io.millrace.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The gateway with its endpoint for drivers of Proton. */
@QuarkusTest
@QuarkusTestResource(SampleFile.class)
class NativeProtocolTest {

    private final NativeWiring wiring;
    private final MeterRegistry registry;

    @Inject
    NativeProtocolTest(NativeWiring wiring, MeterRegistry registry) {
        this.wiring = wiring;
        this.registry = registry;
    }

    @Test
    void theDriverIsServedAndCounted() throws Exception {
        double before = registry.get(NativeMeter.ROWS_OUT.meter()).counter().count();
        Properties login = new Properties();
        login.setProperty("user", "default");
        login.setProperty("password", SampleFile.NATIVE_PASSWORD);
        try (Connection connection = DriverManager.getConnection("jdbc:timeplus://127.0.0.1:" + wiring.port(), login);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 42 AS a")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(42);
            assertThat(registry.get(NativeMeter.CONNECTIONS.meter()).gauge().value())
                    .isEqualTo(1);
        }
        assertThat(registry.get(NativeMeter.ROWS_OUT.meter()).counter().count()).isEqualTo(before + 1);
    }
}
