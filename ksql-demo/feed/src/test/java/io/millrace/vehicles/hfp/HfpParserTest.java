package io.millrace.vehicles.hfp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.PoisonException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HfpParserTest {

    private static final String TOPIC =
            "/hfp/v2/journey/ongoing/vp/bus/0018/01003/5520/2/Matinkylä (M)/15:56/2323253/4/60;24/17/63/84";
    private static final String FIELDS = """
            "desi":"520","dir":"2","oper":6,"veh":1003,"tst":"2023-10-23T13:42:42.728Z","tsi":1698068562,"spd":8.49,\
            "hdg":156,"lat":60.168786,"long":24.734465,"acc":-1.29,"dl":-101,"odo":20729,"drst":0,"oday":"2023-10-23",\
            "jrn":812,"line":1110,"start":"15:56","loc":"GPS","stop":2323253,"route":"5520","occu":0\
            """;

    private final HfpParser parser = new HfpParser(Region.FINLAND);

    private VehiclePosition parse(String payload) {
        return parser.parse(TOPIC, payload.getBytes(StandardCharsets.UTF_8));
    }

    private static String vp(String fields) {
        return "{\"VP\":{" + fields + "}}";
    }

    @Test
    void readsARealMessage() {
        VehiclePosition position = parse(vp(FIELDS));
        assertThat(position)
                .isEqualTo(new VehiclePosition(
                        HfpTopic.parse(TOPIC),
                        Instant.parse("2023-10-23T13:42:42.728Z"),
                        new Coordinates(60.168786, 24.734465),
                        new Motion(8.49, 156, -1.29, 20_729L, false, LocationSource.GPS),
                        new Trip(
                                "520",
                                "5520",
                                2,
                                6,
                                LocalDate.parse("2023-10-23"),
                                812,
                                1110,
                                "15:56",
                                "2323253",
                                -101,
                                0,
                                null,
                                null)));
        // who owns it, not who runs the journey
        assertThat(position.vehicle()).isEqualTo(new VehicleKey(18, 1003));
        assertThat(position.location()).isEqualTo("60.168786|24.734465|1698068562");
    }

    @Test
    void needsOnlyVehicleAndTime() {
        VehiclePosition bare = parse(vp("\"veh\":1003,\"tst\":\"2018-04-05T17:38:36Z\",\"tsi\":1522949916"));
        assertThat(bare.place()).isNull();
        assertThat(bare.location()).isNull();
        assertThat(bare.motion()).isEqualTo(new Motion(null, null, null, null, null, null));
        assertThat(bare.trip())
                .isEqualTo(new Trip(null, null, null, null, null, null, null, null, null, null, null, null, null));
    }

    @Test
    void treatsNullAndMissingAlike() {
        String nulls = FIELDS.replaceAll("\"(?!veh|tst|tsi)(\\w+)\":(\"[^\"]*\"|[^,]+)", "\"$1\":null");
        assertThat(nulls).contains("\"lat\":null", "\"veh\":1003");
        assertThat(parse(vp(nulls)))
                .isEqualTo(parse(vp("\"veh\":1003,\"tst\":\"2023-10-23T13:42:42.728Z\",\"tsi\":1698068562")));
    }

    @Test
    void dropsTrailingZerosFromTheLocationAsTheReferenceDoes() {
        assertThat(parse(vp(FIELDS.replace("60.168786", "60.254120"))).location())
                .isEqualTo("60.25412|24.734465|1698068562");
    }

    @Test
    void takesWhatVehiclesReallySend() {
        assertThat(parse(vp(FIELDS.replace("-1.29", "0"))).motion().acceleration())
                .isEqualTo(0.0);
        assertThat(parse(vp(FIELDS.replace("2323253", "\"2323253\""))).trip().stop())
                .isEqualTo("2323253");
        assertThat(parse(vp(FIELDS.replace("\"dir\":\"2\"", "\"dir\":2")))
                        .trip()
                        .direction())
                .isEqualTo(2);
        assertThat(parse(vp(FIELDS + ",\"seq\":1,\"label\":{\"a\":[1]},\"new\":[{}]"))
                        .place())
                .isNotNull();
        assertThat(parse(vp(FIELDS.replace("\"GPS\"", "\"N/A\""))).motion().source())
                .isEqualTo(LocationSource.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "veh":1003 | "vehicle":1003 | VP of 18/1003: veh is missing
                    "tst":"2023-10-23T13:42:42.728Z", | '' | tst is missing
                    "tsi":1698068562, | '' | tsi is missing
                    "veh":1003 | "veh":1004 | veh must be that of the topic, 1003, was 1004
                    "veh":1003 | "veh":"bus" | veh must be a number, was 'bus'
                    "tsi":1698068562 | "tsi":1698068562728 | tsi must be a whole number from 0 to 2147483647, was '1698068562728'
                    "tsi":1698068562 | "tsi":1698060000 | tsi must be the seconds of tst, 1698068562, was 1698060000
                    "tst":"2023-10-23T13:42:42.728Z" | "tst":"yesterday" | tst must be an ISO-8601 time in UTC, such as 2023-10-23T13:42:42.728Z, was 'yesterday'
                    "tst":"2023-10-23T13:42:42.728Z" | "tst":1698068562 | tst must be an ISO-8601 time
                    "lat":60.168786 | "lat":"north" | lat must be a number, was 'north'
                    "lat":60.168786 | "lat":91 | lat must be from -90.0 to 90.0, was '91'
                    "lat":60.168786 | "lat":1e400 | lat must be from -90.0 to 90.0
                    "lat":60.168786 | "lat":0.0 | lat and long must be within 59.3, 19.0 to 70.2, 31.7, were 0.0, 24.734465
                    "long":24.734465 | "long":181.5 | long must be from -180.0 to 180.0, was '181.5'
                    "spd":8.49 | "spd":-100.5 | spd must be from -100.0 to 100.0, was '-100.5'
                    "spd":8.49 | "spd":[8.49] | spd must be a number, was an object or a list
                    "hdg":156 | "hdg":361 | hdg must be a whole number from 0 to 360, was '361'
                    "hdg":156 | "hdg":15.5 | hdg must be a whole number from 0 to 360, was '15.5'
                    "hdg":156 | "hdg":1e999999999 | hdg must be a whole number from 0 to 360
                    "drst":0 | "drst":-100 | drst must be a whole number from 0 to 1, was '-100'
                    "drst":0 | "drst":true | drst must be a number, was 'true'
                    "loc":"GPS" | "loc":"GPSi" | loc must be one of GPS, ODO, MAN, DR, N/A, was 'GPSi'
                    "dir":"2" | "dir":"" | dir must be a number, was ''
                    "oday":"2023-10-23" | "oday":"" | oday must be a date such as 2023-10-23, was ''
                    "start":"15:56" | "start":"0:0" | start must be HH:mm, was '0:0'
                    "occu":0 | "occu":101 | occu must be a whole number from 0 to 100, was '101'
                    "desi":"520" | "desi":1e999999999 | desi must be text, was '1E+999999999'
                    "desi":"520" | "desi":false | desi must be text, was 'false'
                    """)
    void namesTheFieldThatIsWrongAndWhatWouldBeRight(String right, String wrong, String problem) {
        assertThat(FIELDS).contains(right);
        String fields = FIELDS.replace(right, wrong.equals("''") ? "" : wrong);
        assertThatThrownBy(() -> parse(vp(fields)))
                .isInstanceOf(PoisonException.class)
                .hasMessageStartingWith("VP of 18/1003: ")
                .hasMessageContaining(problem);
    }

    @Test
    void namesAllFieldsAtOnce() {
        String fields = FIELDS.replace("8.49", "101").replace("\"hdg\":156", "\"hdg\":\"x\"");
        assertThatThrownBy(() -> parse(vp(fields)))
                .hasMessage(
                        "VP of 18/1003: spd must be from -100.0 to 100.0, was '101'; hdg must be a number, was 'x'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    VP | payload is not JSON
                    {"VP":{"veh":1 | payload is not JSON
                    [] | payload must be an object with one event
                    {} | payload must be an object with one event
                    {"VP":7} | payload: VP must be an object
                    {"VP":{},"DUE":{}} | payload has more than one event: VP and DUE
                    {"VP":{}} x | payload is not JSON
                    {"VP":{}} {} | payload has something behind its object
                    {"VP":{"veh":1,"veh":2}} | payload is not JSON: Duplicate field 'veh'
                    {"DUE":{}} | must hold VP, was DUE
                    {"VP":{"lat":60.00000000000000000000000000000000000000001}} | payload: lat has 44 digits
                    """)
    void saysWhatIsNotAPayload(String payload, String problem) {
        assertThatThrownBy(() -> parse(payload))
                .isInstanceOf(PoisonException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void takesBytesThatAreNotUtf8ForPoison() {
        byte[] bytes = vp(FIELDS).getBytes(StandardCharsets.UTF_8);
        bytes[10] = (byte) 0xff;
        assertThatThrownBy(() -> parser.parse(TOPIC, bytes)).isInstanceOf(PoisonException.class);
        assertThatThrownBy(() -> parser.parse(TOPIC, new byte[0])).isInstanceOf(PoisonException.class);
    }

    @Test
    void replacesOnlyWhatIsNotNewer() {
        VehiclePosition held = parse(vp(FIELDS));
        VehiclePosition earlier = parse(vp(FIELDS.replace("42.728Z", "42.727Z")));
        assertThat(earlier.replaces(held)).isFalse();
        assertThat(held.replaces(earlier)).isTrue();
        assertThat(held.replaces(held)).isTrue();
        assertThat(earlier.replaces(null)).isTrue();
    }
}
