package io.millrace.vehicles.hfp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GeohashTest {

    /** The third is the example of the description, the first two are of captured messages. */
    @ParameterizedTest
    @CsvSource({
        "60.168786, 24.734465, 60;24/17/63/84",
        "60.269247, 24.853777, 60;24/28/65/93",
        "60.123, 24.789, 60;24/17/28/39",
        "60.0, 25.000999, 60;25/00/00/00",
        "60.059999, 24.999999, 60;24/09/59/99"
    })
    void writesDegreesThenPairsOfDecimals(double latitude, double longitude, String text) {
        assertThat(Geohash.text(new Coordinates(latitude, longitude))).isEqualTo(text);
    }

    @Test
    void isEmptyNowhere() {
        assertThat("0/" + Geohash.text(null)).isEqualTo("0////");
    }

    @ParameterizedTest
    @CsvSource({
        "60.168786, 24.734465, 60.168786, 24.734465, 5",
        "60.168786, 24.734465, 60.168789, 24.734469, 5",
        "60.168786, 24.734465, 60.168793, 24.734465, 5",
        "60.168786, 24.734465, 60.168886, 24.734465, 4",
        "60.168786, 24.734465, 60.168786, 24.735465, 3",
        "60.168786, 24.734465, 60.178786, 24.735465, 2",
        "60.168786, 24.734465, 60.168786, 24.834465, 1",
        "60.999999, 24.734465, 61.000000, 24.734465, 0"
    })
    void hasTheLevelOfTheFirstDigitThatChanged(
            double latitude, double longitude, double thenLatitude, double thenLongitude, int level) {
        Coordinates before = new Coordinates(latitude, longitude);
        Coordinates now = new Coordinates(thenLatitude, thenLongitude);
        assertThat(Geohash.level(before, now, true)).isEqualTo(level);
        assertThat(Geohash.level(now, before, true)).isEqualTo(level);
        assertThat(Geohash.level(before, now, false)).isZero();
        assertThat(Geohash.level(null, now, true)).isZero();
        assertThat(Geohash.level(before, null, true)).isZero();
    }
}
