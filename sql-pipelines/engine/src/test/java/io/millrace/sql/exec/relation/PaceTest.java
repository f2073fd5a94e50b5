package io.millrace.sql.exec.relation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {

    private static final long SECOND = 1_767_225_600_000L;

    private static List<Long> lengths(Pace pace, int slots) {
        List<Long> lengths = new ArrayList<>();
        for (int i = 0; i < slots; i++) {
            lengths.add(pace.length());
            pace.advance();
        }
        return lengths;
    }

    private static List<Integer> rows(Pace pace, int slots) {
        List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < slots; i++) {
            rows.add(pace.rows());
            pace.advance();
        }
        return rows;
    }

    @Test
    void putsTheRemainingMillisecondsIntoTheFirstSlotOfTheSecond() {
        assertThat(lengths(new Pace(1000, 80, 1, SECOND), 13))
                .containsExactly(120L, 80L, 80L, 80L, 80L, 80L, 80L, 80L, 80L, 80L, 80L, 80L, 120L);
    }

    @Test
    void putsTheRemainingRowsIntoTheFirstSlotOfTheSecond() {
        assertThat(rows(new Pace(2000, 80, 1, SECOND), 13))
                .containsExactly(174, 166, 166, 166, 166, 166, 166, 166, 166, 166, 166, 166, 174);
    }

    @Test
    void emitsFiveRowsEveryFiveMillisecondsByDefault() {
        Pace pace = new Pace(1000, 5, 1, SECOND + 1);
        for (int i = 1; i <= 400; i++) {
            assertThat(pace.time()).isEqualTo(SECOND + 5L * i);
            assertThat(pace.rows()).isEqualTo(5);
            pace.advance();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 5, 1",
        "1000, 80, 1",
        "2000, 80, 3",
        "10, 5, 1",
        "7, 1000, 1",
        "999, 7, 10",
        "1000000, 1, 4",
        "3, 5, 10"
    })
    void givesExactlyTheRateInEachSecond(double rate, int interval, int shards) {
        Pace pace = new Pace(rate, interval, shards, SECOND);
        for (long second = SECOND; second < SECOND + 3000; second += 1000) {
            long rows = 0;
            while (pace.time() < second + 1000) {
                assertThat(pace.time()).isGreaterThanOrEqualTo(second);
                rows += pace.rows();
                pace.advance();
            }
            assertThat(rows).isEqualTo((long) rate);
        }
    }

    @Test
    void givesFractionalRatesInTheLongRun() {
        Pace pace = new Pace(2.5, 100, 1, SECOND);
        long rows = 0;
        while (pace.time() < SECOND + 100_000) {
            rows += pace.rows();
            pace.advance();
        }
        assertThat(rows).isEqualTo(250);
    }

    @Test
    void givesOneRowPerPeriodBelowOneRowPerSecond() {
        Pace pace = new Pace(0.5, 5, 4, SECOND + 123);
        assertThat(pace.time()).isEqualTo(SECOND + 123);
        assertThat(pace.rows()).isEqualTo(1);
        pace.advance();
        assertThat(pace.time()).isEqualTo(SECOND + 2123);
    }

    @Test
    void leavesOutWholeSecondsWhenItSkips() {
        Pace pace = new Pace(1000, 5, 1, SECOND + 500);
        pace.skipTo(SECOND + 60_700);
        assertThat(pace.time()).isEqualTo(SECOND + 60_500);
    }
}
