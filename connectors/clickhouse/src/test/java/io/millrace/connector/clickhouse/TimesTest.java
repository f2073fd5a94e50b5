package io.millrace.connector.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.clickhouse.ColumnEncoder.Misfit;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2025-02-04T02:00:06.419368Z",
                "2025-02-04T02:00:06Z",
                "2025-02-04T02:00:06.4Z",
                "2024-02-29T23:59:59.999999999Z",
                "1969-12-31T23:59:59.5Z",
                "0001-01-01T00:00:00Z",
            })
    void readsAsTheJdkDoes(String text) {
        Instant time = Instant.parse(text);
        assertThat(Times.ticks(text, 0)).isEqualTo(time.getEpochSecond());
        assertThat(Times.ticks(text, 6)).isEqualTo(time.getEpochSecond() * 1_000_000 + time.getNano() / 1000);
        assertThat(Times.ticks(text.replace("Z", "+00:00"), 3))
                .isEqualTo(time.toEpochMilli())
                .isEqualTo(Times.ticks(text, 3));
        assertThat(Times.days(text)).isEqualTo(Math.floorDiv(time.getEpochSecond(), 86_400));
    }

    @ParameterizedTest
    @CsvSource({"2025-02-04T04:00:06+02:00, 1738634406", "2025-02-04 02:00:06Z, 1738634406"})
    void readsOffsetsAndASpace(String text, long seconds) {
        assertThat(Times.ticks(text, 0)).isEqualTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2025-02-04",
                "2025-02-30T00:00:00Z",
                "2025-13-01T00:00:00Z",
                "2025-02-04T24:00:00Z",
                "2025-02-04T02:60:00Z",
                "2025-02-04T02:00:06.4193681234Z",
                "2025-02-04T02:00:06.41x368Z",
                "20a5-02-04T02:00:06.419368Z",
                "2025-02-04T02:00:06"
            })
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> Times.ticks(text, 6))
                .isInstanceOf(Misfit.class)
                .hasMessage("a time such as 2025-02-04T02:00:06.419368Z");
    }

    @ParameterizedTest
    @CsvSource({"2025-02-04, 20123", "1970-01-01, 0"})
    void readsDates(String text, long days) {
        assertThat(Times.days(text)).isEqualTo(days);
        assertThatThrownBy(() -> Times.days("2025-02-31")).isInstanceOf(Misfit.class);
    }
}
