package io.millrace.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class LifetimeTest {

    private final Lifetime lifetime = new Lifetime(Duration.ofSeconds(1));

    @Test
    void endsWhenToldTo() throws Exception {
        assertThat(lifetime.stopped(Duration.ZERO)).isFalse();
        lifetime.stop();
        lifetime.await();
        lifetime.await(() -> false);
        assertThat(lifetime.stopped(Duration.ofDays(1))).isTrue();
    }

    @Test
    void endsByItself() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        lifetime.await(() -> looks.incrementAndGet() == 3);
        assertThat(looks).hasValue(3);
    }
}
