package io.millrace.connector.redis;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** With the redis-server of this machine. */
final class RealRedisIT implements RedisSinkCases {

    @TempDir
    @SuppressWarnings("NullAway.Init") // made before all tests
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static RealRedis server;

    @BeforeAll
    static void start() throws Exception {
        server = RealRedis.start(folder);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    public String address() {
        return server.address();
    }
}
