package io.millrace.exchange.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TextTest {

    private final Text text = new Text();

    @Test
    void writesNumbersOfEveryLength() {
        text.number(0).raw(' ').number(9).raw(' ').number(10).raw(' ').number(Long.MAX_VALUE);
        assertThat(text).hasToString("0 9 10 9223372036854775807");
    }

    @Test
    void keepsThePlacesOfDecimals() {
        text.decimal(10_149_691, 2)
                .raw(' ')
                .decimal(5, 2)
                .raw(' ')
                .decimal(1635, 8)
                .raw(' ')
                .decimal(7, 0);
        assertThat(text).hasToString("101496.91 0.05 0.00001635 7");
    }

    @Test
    void leavesOutZerosAtTheEndOfShortDecimals() {
        text.shortDecimal(98_500_000_000L, 8)
                .raw(' ')
                .shortDecimal(4_000_000, 8)
                .raw(' ')
                .shortDecimal(0, 8);
        assertThat(text).hasToString("985 0.04 0");
    }

    @Test
    void writesTimesWithMicroseconds() {
        text.time(1_738_634_406_419_368L).raw(' ').time(1_738_634_407_000_001L);
        assertThat(text).hasToString("2025-02-04T02:00:06.419368Z 2025-02-04T02:00:07.000001Z");
    }

    @Test
    void writesIds() {
        text.uuid(0x0123456789ab4defL, 0x8000000000000001L);
        assertThat(text).hasToString("01234567-89ab-4def-8000-000000000001");
    }

    @Test
    void escapesForJson() {
        text.quoted("a\"b\\c\nü😀");
        assertThat(text).hasToString("\"a\\\"b\\\\c\\u000aü😀\"");
    }

    @Test
    void growsAndStartsAnew() {
        text.raw("x".repeat(5000));
        assertThat(text.length()).isEqualTo(5000);
        assertThat(text.clear().raw('y')).hasToString("y");
        assertThat(text.toBytes()).containsExactly('y');
    }
}
