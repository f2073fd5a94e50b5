package io.millrace.connector.redis;

import io.millrace.core.testkit.Containers;
import io.millrace.core.testkit.NeedsDocker;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.DisabledIf;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** With a Redis in a container, unless {@link RealRedisIT} has one. */
@DisabledIf(
        value = "io.millrace.connector.redis.RealRedis#installed",
        disabledReason = "RealRedisIT tests the redis-server that is installed")
@NeedsDocker
final class RedisContainerIT implements RedisSinkCases {

    private static final int PORT = 6379;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static GenericContainer<?> server;

    @BeforeAll
    static void start() throws Exception {
        server = Containers.start(new GenericContainer<>(Containers.image("vehicles.yaml", "redis"))
                .withExposedPorts(PORT)
                .waitingFor(Wait.forSuccessfulCommand("redis-cli ping")));
    }

    @Override
    public String address() {
        return "redis://" + server.getHost() + ":" + server.getMappedPort(PORT);
    }
}
