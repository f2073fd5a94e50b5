package io.millrace.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BackoffTest {

    @Test
    void doublesUpToTheCap() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), 0);
        assertThat(IntStream.rangeClosed(1, 6)
                        .mapToObj(
                                attempt -> backoff.delay(attempt, new Random(1)).toMillis()))
                .containsExactly(100L, 200L, 400L, 800L, 1000L, 1000L);
        assertThat(backoff.delay(Integer.MAX_VALUE, new Random(1))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void takesOffAShareAtRandom() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), 0.5);
        Random random = new Random(7);
        List<Duration> delays =
                IntStream.range(0, 200).mapToObj(_ -> backoff.delay(3, random)).toList();
        assertThat(delays).allMatch(delay -> delay.toMillis() >= 200 && delay.toMillis() <= 400);
        assertThat(delays.stream().distinct().count()).isGreaterThan(100);
        assertThat(backoff.delay(3, new Random(7))).isEqualTo(delays.getFirst());
    }

    @Test
    void namesWhatIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1), 0))
                .withMessage("first must be positive, was PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1), 0))
                .withMessage("cap must be at least first (PT2S), was PT1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), 1.5))
                .withMessage("jitter must be from 0 to 1, was 1.5");
        assertThatIllegalArgumentException().isThrownBy(() -> Backoff.DEFAULT.delay(0, new Random(1)));
    }
}
