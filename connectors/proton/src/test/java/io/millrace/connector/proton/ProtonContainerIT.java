package io.millrace.connector.proton;

import io.millrace.core.net.HostPort;
import io.millrace.core.testkit.Containers;
import io.millrace.core.testkit.NeedsDocker;
import io.millrace.sql.Engine;
import io.millrace.sql.testkit.EngineContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** The contract on a Proton in a container, unless {@link RealProtonIT} has one. */
@DisabledIfEnvironmentVariable(
        named = RealProtonIT.ADDRESS,
        matches = ".+",
        disabledReason = "RealProtonIT tests the Proton that MILLRACE_PROTON names")
@NeedsDocker
final class ProtonContainerIT implements EngineContract {

    private static final int PORT = 8463;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static HostPort address;

    private final ProtonEngine engine = RealProtonIT.engineAt(address);

    @BeforeAll
    static void start() throws Exception {
        GenericContainer<?> proton = Containers.start(new GenericContainer<>(Containers.image("gateway.yaml", "proton"))
                .withExposedPorts(PORT)
                .waitingFor(Wait.forSuccessfulCommand("proton-client --query 'SELECT 1'")));
        address = new HostPort(proton.getHost(), proton.getMappedPort(PORT));
    }

    @Override
    public Engine engine() {
        return engine;
    }

    @AfterEach
    void close() {
        engine.close();
    }
}
