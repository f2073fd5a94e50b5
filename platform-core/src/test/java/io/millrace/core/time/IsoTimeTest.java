package io.millrace.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IsoTimeTest {

    @ParameterizedTest
    @CsvSource({
        "2025-02-04T02:00:06.419368Z, 2025-02-04T02:00:06.419368Z",
        "2025-02-04T02:00:06Z, 2025-02-04T02:00:06Z",
        "2025-02-04T02:00:06.4Z, 2025-02-04T02:00:06.400Z",
        "2025-02-04T03:00:06.419368+01:00, 2025-02-04T02:00:06.419368Z",
        "2025-02-04T02:00:06.419368, 2025-02-04T02:00:06.419368Z",
        "2025-02-04 02:00:06, 2025-02-04T02:00:06Z",
        "2025-02-04T02:00Z, 2025-02-04T02:00:00Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
        "2000-02-29T00:00:00Z, 2000-02-29T00:00:00Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999999999Z",
    })
    void readsEveryForm(String text, Instant expected) {
        assertThat(IsoTime.instant(text)).isEqualTo(expected);
        assertThat(IsoTime.micros(text)).isEqualTo(expected.getEpochSecond() * 1_000_000 + expected.getNano() / 1_000);
    }

    @Test
    void agreesWithTheJdk() {
        long seed = 20250204;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            Instant time = Instant.ofEpochSecond(
                    random.nextLong(-62_000_000_000L, 253_000_000_000L), random.nextInt(1_000_000_000));
            assertThat(IsoTime.instant(time.toString())).isEqualTo(time);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2025-02-29T00:00:00Z",
                "1900-02-29T00:00:00Z",
                "2025-13-01T00:00:00Z",
                "2025-04-31T00:00:00Z",
                "2025-01-01T24:00:01Z",
                "2025-01-01T00:00:61Z",
                "2025-01-01T00:00:00.1234567890Z",
                "2025-01-01T00:00:00.12x4Z",
                "2025-01-01",
                "1738634406"
            })
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> IsoTime.instant(text)).isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> IsoTime.micros(text)).isInstanceOf(DateTimeException.class);
    }

    @Test
    void refusesMicrosecondsThatALongCannotHold() {
        assertThatThrownBy(() -> IsoTime.micros("+999999999-01-01T00:00:00Z"))
                .isInstanceOf(DateTimeException.class)
                .hasMessageContaining("too far from 1970");
    }
}
