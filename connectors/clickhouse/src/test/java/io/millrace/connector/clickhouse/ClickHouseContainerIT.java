package io.millrace.connector.clickhouse;

import io.millrace.connector.clickhouse.testkit.ClickHouseServer;
import io.millrace.core.testkit.Containers;
import io.millrace.core.testkit.NeedsDocker;
import java.net.URI;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.DisabledIf;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** The tests of the sink on a ClickHouse in a container, unless {@link ClickHouseServer} finds another. */
@DisabledIf(
        value = "io.millrace.connector.clickhouse.testkit.ClickHouseServer#present",
        disabledReason = "the other tests have a ClickHouse without a container")
@NeedsDocker
final class ClickHouseContainerIT {

    private static final int PORT = 8123;
    private static final String USER = "millrace";
    private static final String PASSWORD = "not a secret";

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static ClickHouseServer server;

    @BeforeAll
    static void start() throws Exception {
        GenericContainer<?> container =
                Containers.start(new GenericContainer<>(Containers.image("ingest.yaml", "clickhouse"))
                        .withEnv("CLICKHOUSE_USER", USER)
                        .withEnv("CLICKHOUSE_PASSWORD", PASSWORD)
                        .withEnv("CLICKHOUSE_DEFAULT_ACCESS_MANAGEMENT", "1")
                        .withExposedPorts(PORT)
                        .waitingFor(Wait.forHttp("/ping").forPort(PORT)));
        URI address = URI.create("http://" + container.getHost() + ":" + container.getMappedPort(PORT));
        server = ClickHouseServer.at(address, USER, PASSWORD);
    }

    @Nested
    class Sinks extends ClickHouseSinkIT {

        Sinks() throws Exception {}

        @Override
        ClickHouseServer server() {
            return server;
        }
    }

    @Nested
    class Columns extends ColumnsIT {

        Columns() throws Exception {}

        @Override
        ClickHouseServer server() {
            return server;
        }
    }

    @Nested
    class Tables extends TableSetupIT {

        Tables() throws Exception {}

        @Override
        ClickHouseServer server() {
            return server;
        }
    }

    @Nested
    class Batches extends StoredBatchesIT {

        Batches() throws Exception {}

        @Override
        ClickHouseServer server() {
            return server;
        }
    }
}
