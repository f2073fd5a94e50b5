package io.millrace.connector.redis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.core.testkit.Containers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** With a Redis in a container, unless {@link RealRedisIT} has one. */
@Tag("docker")
final class RedisContainerIT implements RedisSinkCases {

    private static final int PORT = 6379;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static GenericContainer<?> server;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(RealRedis.program().isEmpty(), "redis-server is installed, RealRedisIT tests with it");
        server = Containers.start(new GenericContainer<>(Containers.image("vehicles.yaml", "redis"))
                .withExposedPorts(PORT)
                .waitingFor(Wait.forSuccessfulCommand("redis-cli ping")));
    }

    @Override
    public String address() {
        return "redis://" + server.getHost() + ":" + server.getMappedPort(PORT);
    }
}
