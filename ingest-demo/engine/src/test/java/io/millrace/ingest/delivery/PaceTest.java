package io.millrace.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ingest.config.DeliverySettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PaceTest {

    private final Pace pace = new Pace(DeliverySettings.DEFAULT);

    @Test
    void isAsConfiguredUntilTheSystemAsksForLess() {
        pace.stored();
        assertThat(pace.rows()).isEqualTo(10_000);
        assertThat(pace.bytes()).isEqualTo(4 << 20);
        assertThat(pace.pause()).isZero();
        assertThat(pace.isOverloaded()).isFalse();
    }

    @Test
    void widensAndPausesWithinBounds() {
        pace.overloaded();
        assertThat(pace.rows()).isEqualTo(20_000);
        assertThat(pace.pause()).isEqualTo(Duration.ofMillis(500));
        for (int i = 0; i < 20; i++) {
            pace.overloaded();
        }
        assertThat(pace.rows()).isEqualTo(40_000);
        assertThat(pace.bytes()).isEqualTo(16 << 20);
        assertThat(pace.pause()).isEqualTo(Duration.ofSeconds(30));
        assertThat(pace.isOverloaded()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 10000, 0", "49, 10000, 0", "50, 20000, 0", "74, 20000, 0", "75, 40000, 500", "120, 40000, 500"})
    void widensAndPausesBeforeTheSystemAsksForIt(int percent, int rows, long pauseMillis) {
        pace.pressure(percent);
        assertThat(pace.rows()).isEqualTo(rows);
        assertThat(pace.pause()).isEqualTo(Duration.ofMillis(pauseMillis));
    }

    @Test
    void staysWideWhileThePressureLasts() {
        pace.pressure(60);
        for (int i = 0; i < 100; i++) {
            pace.stored();
            pace.pressure(60);
        }
        assertThat(pace.rows()).isEqualTo(20_000);
        for (int i = 0; i < 20; i++) {
            pace.stored();
        }
        assertThat(pace.rows()).isEqualTo(10_000);
    }

    @Test
    void goesBackSlowly() {
        pace.overloaded();
        pace.stored();
        assertThat(pace.pause()).isEqualTo(Duration.ofMillis(450));
        assertThat(pace.rows()).isEqualTo(20_000);
        for (int i = 0; i < 60; i++) {
            pace.stored();
        }
        assertThat(pace.isOverloaded()).isFalse();
        assertThat(pace.rows()).isEqualTo(10_000);
    }
}
