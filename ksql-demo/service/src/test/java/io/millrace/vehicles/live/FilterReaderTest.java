package io.millrace.vehicles.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.InvalidRequestException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FilterReaderTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    bbox;24,60,25;west,south,east,north
                    bbox;24,60,25,x;west,south,east,north
                    bbox;24,61,25,60;south is 61.0, above north, which is 60.0
                    bbox;24,60,25,NaN;longitudes are -180 to 180
                    bbox;24,60,200,61;longitudes are -180 to 180
                    operator;a;a number as 22
                    vehicle;22/;operator/number as 22/1377
                    vehicle;'; DROP';operator/number as 22/1377
                    age;5;a duration as 500ms
                    age;0s;a duration as 500ms
                    route;,;1 to 1000 names
                    """)
    void saysWhatWouldBeRight(String parameter, String value, String right) {
        assertThatThrownBy(() -> new FilterReader(Map.of(parameter, value)).filter())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("parameter " + parameter + " is '")
                .hasMessageContaining(right);
    }

    @Test
    void readsModesLimitsAndPlaces() {
        assertThat(new FilterReader(Map.of("mode", "snapshot follow")).mode())
                .as("a plus of an address arrives as a space")
                .isEqualTo(FollowMode.SNAPSHOT_FOLLOW);
        assertThat(new FilterReader(Map.of("mode", "pull")).mode()).isEqualTo(FollowMode.PULL);
        assertThat(new FilterReader(Map.of()).mode()).isNull();
        assertThatThrownBy(() -> new FilterReader(Map.of("mode", "push")).mode())
                .hasMessageContaining("pull, follow or snapshot+follow");
        assertThat(new FilterReader(Map.of("limit", "5")).limit(10, 20)).isEqualTo(5);
        assertThatThrownBy(() -> new FilterReader(Map.of("limit", "21")).limit(10, 20))
                .hasMessageContaining("from 1 to 20");
        assertThatThrownBy(() -> new FilterReader(Map.of("after", "1377")).after())
                .hasMessageContaining("the next of a page");
        assertThat(new FilterReader(Map.of()).filter()).isEqualTo(VehicleFilter.ALL);
    }
}
