package io.millrace.vehicles.hfp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.PoisonException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HfpTopicTest {

    private static final String REAL =
            "/hfp/v2/journey/ongoing/vp/bus/0018/01003/5520/2/Matinkylä (M)/15:56/2323253/4/60;24/17/63/84";

    @Test
    void readsARealTopicWithSpacesAndUmlauts() {
        HfpTopic topic = HfpTopic.parse(REAL);
        assertThat(topic)
                .isEqualTo(new HfpTopic(
                        JourneyType.JOURNEY,
                        false,
                        EventType.VP,
                        TransportMode.BUS,
                        new VehicleKey(18, 1003),
                        new Journey("5520", 2, "Matinkylä (M)", "15:56", "2323253", 4, "60;24/17/63/84", null)));
        assertThat(topic.vehicle().text()).isEqualTo("18/1003");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                REAL,
                "/hfp/v2/deadrun/ongoing/vp/bus/0018/01047",
                "/hfp/v2/signoff/ongoing/dout/tram/0040/00123",
                "/hfp/v2/journey/upcoming/vp/train/0090/06301/3001K/1/Kerava/24:10//0////",
                "/hfp/v2/journey/ongoing/tlr/bus/0018/00678/1065/2/Rautatientori/06:05/EOL/0/60;24/19/74/38/3230"
            })
    void writesWhatItRead(String text) {
        assertThat(HfpTopic.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /hfp/v1/journey/ongoing/vp/bus/0018/01003 | is not of HFP v2: expected /hfp/v2/JOURNEY_TYPE
                    /hfp/v2/journey/ongoing | is not of HFP v2
                    /hfp/v2/voyage/ongoing/vp/bus/0018/01003 | journey_type must be one of [journey, deadrun, signoff], was 'voyage'
                    /hfp/v2/deadrun/later/vp/bus/0018/01003 | temporal_type must be one of [ongoing, upcoming], was 'later'
                    /hfp/v2/deadrun/ongoing/xyz/bus/0018/01003 | event_type must be one of [vp, due,
                    /hfp/v2/deadrun/ongoing/vp/rocket/0018/01003 | transport_mode must be one of [bus, tram,
                    /hfp/v2/deadrun/ongoing/vp/bus/HSL/01003 | operator_id must be a number of up to 4 digits, was 'HSL'
                    /hfp/v2/deadrun/ongoing/vp/bus/0018/1003456 | vehicle_number must be a number of up to 5 digits, was '1003456'
                    /hfp/v2/deadrun/ongoing/vp/bus/0018/ | vehicle_number must be a number of up to 5 digits, was ''
                    /hfp/v2/journey/ongoing/vp/bus/0018/01003 | has 8 levels, expected 18, or 19 with a crossing
                    /hfp/v2/journey/ongoing/vp/bus/0018/01003/5520/3/M/15:56/1/4/60;24/1/2/3 | direction_id must be 1 or 2, was '3'
                    /hfp/v2/journey/ongoing/vp/bus/0018/01003/5520/1/M/25:99/1/4/60;24/1/2/3 | start_time must be HH:mm, was '25:99'
                    /hfp/v2/journey/ongoing/vp/bus/0018/01003/5520/1/M/15:56/1/6/60;24/1/2/3 | geohash_level must be 0 to 5, was '6'
                    """)
    void namesTheLevelThatIsWrong(String text, String problem) {
        assertThatThrownBy(() -> HfpTopic.parse(text))
                .isInstanceOf(PoisonException.class)
                .hasMessageContaining(text)
                .hasMessageContaining(problem);
    }

    @Test
    void comparesAndParsesKeys() {
        assertThat(VehicleKey.parse("0018/01003")).isEqualTo(new VehicleKey(18, 1003));
        assertThat(new VehicleKey(18, 1003)).isLessThan(new VehicleKey(22, 5)).isGreaterThan(new VehicleKey(18, 999));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VehicleKey.parse("1003"))
                .withMessage("a vehicle is like 18/1003, was '1003'");
    }
}
