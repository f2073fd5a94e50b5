package io.millrace.connector.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.embedded.EmbeddedRedis;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.TransientException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With the embedded server. */
final class RedisSinkIT implements RedisSinkCases {

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static EmbeddedRedis server;

    @BeforeAll
    static void start() {
        server = EmbeddedRedis.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    public String address() {
        return server.address();
    }

    @Test
    void needsThePasswordAndNeverPrintsIt() {
        try (EmbeddedRedis closed = EmbeddedRedis.start(0, null, "open \"sesame\" \\o/")) {
            RedisConnection without = RedisConnection.of(closed.address(), 1);
            RedisConnection wrong = without.withPassword("hunter2");
            for (RedisConnection connection : List.of(without, wrong)) {
                assertThat(connection.toString()).doesNotContain("hunter2");
                try (RedisSink<String> sink = RedisSink.text(RedisSinkSettings.of(connection, RedisOrder.NEWEST))) {
                    assertThatThrownBy(sink::open)
                            .isInstanceOf(FatalException.class)
                            .hasMessageContaining("cannot connect to Redis at 127.0.0.1:" + closed.port() + "/1")
                            .hasMessageNotContaining("hunter2");
                }
            }
            try (RedisReader reader = new RedisReader(without.withPassword("open \"sesame\" \\o/"), 1)) {
                reader.ping();
                assertThat(reader.get("nothing")).isNull();
            }
        }
    }

    @Test
    void saysThatNobodyAnswers() {
        RedisConnection nowhere = RedisConnection.of("redis://127.0.0.1:1", 0).with(Duration.ofMillis(300));
        try (RedisSink<String> sink = RedisSink.text(RedisSinkSettings.of(nowhere, RedisOrder.NEWEST));
                RedisReader reader = new RedisReader(nowhere, 1)) {
            assertThatThrownBy(sink::open)
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("cannot connect to Redis at 127.0.0.1:1/0");
            assertThatThrownBy(reader::ping).isInstanceOf(TransientException.class);
        }
    }

    @Test
    void refusesAddressesWithSecretsAndOtherSchemes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisConnection.of("redis://user:hunter2@h:1", 0))
                .withMessageNotContaining("hunter2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisConnection.of("http://h:1", 0))
                .withMessageContaining("redis://host:6379");
    }
}
