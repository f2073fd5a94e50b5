package io.millrace.vehicles.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.millrace.vehicles.gtfs.FeedMessage;
import io.millrace.vehicles.hfp.VehicleKey;
import io.millrace.vehicles.live.LivePosition.Cabin;
import io.millrace.vehicles.live.LivePosition.Journey;
import io.millrace.vehicles.live.LivePosition.Motion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The forms in which vehicles are told, read by parsers that are not ours. */
final class FormsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant TIME = Instant.parse("2026-01-01T10:00:00.250Z");
    private static final Sighting FULL = new Sighting(Positions.at("18/1003", TIME, 60.168786, 24.734465));
    private static final Sighting BARE = new Sighting(new LivePosition(
            new VehicleKey(1, 2), TIME, 60.1, 24.9, "VP", Motion.UNKNOWN, Journey.NONE, Cabin.UNKNOWN));

    @Test
    void aRowHasWhatTheVehicleSays() throws Exception {
        assertThat(new String(PositionRow.json(FULL, TIME.plusMillis(1_500)), UTF_8))
                .isEqualTo("{\"vehicle\":\"18/1003\",\"operator\":18,\"number\":1003,\"event\":\"VP\",\"mode\":\"bus\","
                        + "\"route\":\"550\",\"route_id\":\"2550\",\"direction\":2,\"headsign\":\"Matinkylä (M)\","
                        + "\"lat\":60.168786,\"long\":24.734465,\"heading\":156,\"speed\":8.49,\"accel\":-1.29,"
                        + "\"odometer\":20729,\"loc_src\":\"GPS\",\"day\":\"2026-01-01\",\"start_time\":\"15:56\","
                        + "\"stop\":\"2323253\",\"deviation\":-101,\"door_status\":0,\"occupancy\":0,"
                        + "\"time\":\"2026-01-01T10:00:00.250Z\",\"age_ms\":1500}");
        assertThat(new String(PositionRow.json(BARE, TIME.minusMillis(20)), UTF_8))
                .isEqualTo(
                        "{\"vehicle\":\"1/2\",\"operator\":1,\"number\":2,\"event\":\"VP\",\"lat\":60.1,\"long\":24.9,"
                                + "\"time\":\"2026-01-01T10:00:00.250Z\",\"age_ms\":-20}");
    }

    @Test
    void theSchemaNamesEveryMember() throws Exception {
        List<String> columns = new ArrayList<>();
        JSON.readTree(PositionRow.SCHEMA)
                .path("columns")
                .forEach(column -> columns.add(column.path("name").asText()));
        List<String> members = new ArrayList<>();
        JSON.readTree(PositionRow.json(FULL, TIME)).fieldNames().forEachRemaining(members::add);
        members.add(3, "gone");

        assertThat(columns).isEqualTo(members);
    }

    @Test
    void textIsEscaped() throws Exception {
        String headsign = "a\"b\\c\n\u0001ä😀";
        Journey journey = new Journey(null, null, null, null, headsign, null, null, null, null);
        Sighting odd = new Sighting(
                new LivePosition(new VehicleKey(1, 2), TIME, 60.1, 24.9, "VP", Motion.UNKNOWN, journey, Cabin.UNKNOWN));

        assertThat(JSON.readTree(PositionRow.json(odd, TIME)).path("headsign").asText())
                .isEqualTo(headsign);
    }

    @Test
    void aPageIsOneObjectAndLinesAreRows() throws Exception {
        JsonNode page = JSON.readTree(
                PositionRow.page(new VehiclePage(List.of(BARE, FULL), 7, new VehicleKey(18, 1003), TIME)));
        assertThat(page.path("size").asInt()).isEqualTo(2);
        assertThat(page.path("total").asInt()).isEqualTo(7);
        assertThat(page.path("next").asText()).isEqualTo("18/1003");
        assertThat(page.path("vehicles")).hasSize(2);
        JsonNode empty = JSON.readTree(PositionRow.page(new VehiclePage(List.of(), 0, null, TIME)));
        assertThat(empty.path("vehicles").isArray()).isTrue();
        assertThat(empty.has("next")).isFalse();
        assertThat(new String(PositionRow.lines(List.of(BARE, FULL), TIME), UTF_8).lines())
                .hasSize(2);
    }

    @Test
    void geoJsonHasPointsWithLongitudeFirst() throws Exception {
        JsonNode collection = JSON.readTree(GeoJson.collection(List.of(FULL, BARE), TIME));
        assertThat(collection.path("type").asText()).isEqualTo("FeatureCollection");
        assertThat(collection.path("features")).hasSize(2);
        JsonNode feature = collection.path("features").path(0);
        assertThat(feature.path("id").asText()).isEqualTo("18/1003");
        assertThat(feature.at("/geometry/coordinates/0").asDouble()).isEqualTo(24.734465);
        assertThat(feature.at("/geometry/coordinates/1").asDouble()).isEqualTo(60.168786);
        assertThat(feature.at("/properties/route").asText()).isEqualTo("550");

        JsonNode trail =
                JSON.readTree(GeoJson.trail(new VehicleKey(18, 1003), List.of(new TrailPoint(TIME, 60.1, 24.9))));
        assertThat(trail.at("/geometry/coordinates/0/0").asDouble()).isEqualTo(24.9);
        assertThat(trail.at("/properties/times/0").asText()).isEqualTo("2026-01-01T10:00:00.250Z");
    }

    @Test
    void gtfsRealtimeHasTheFieldsOfItsSpecification() throws Exception {
        byte[] bytes = GtfsRealtime.feed(List.of(FULL, BARE), TIME).toByteArray();
        assertThat(FeedMessage.parseFrom(bytes).getEntityCount()).isEqualTo(2);

        // by the numbers of the published format alone
        UnknownFieldSet message = UnknownFieldSet.parseFrom(bytes);
        UnknownFieldSet header = nested(message, 1);
        assertThat(text(header, 1)).isEqualTo("2.0");
        assertThat(number(header, 3)).isEqualTo(TIME.getEpochSecond());
        UnknownFieldSet entity = nested(message, 2);
        assertThat(text(entity, 1)).isEqualTo("18/1003");
        UnknownFieldSet vehicle = nested(entity, 4);
        UnknownFieldSet trip = nested(vehicle, 1);
        assertThat(text(trip, 2)).isEqualTo("15:56:00");
        assertThat(text(trip, 3)).isEqualTo("20260101");
        assertThat(text(trip, 5)).isEqualTo("2550");
        assertThat(number(trip, 6)).as("direction 2").isEqualTo(1);
        UnknownFieldSet position = nested(vehicle, 2);
        assertThat(real(position, 1)).isEqualTo((float) 60.168786);
        assertThat(real(position, 2)).isEqualTo((float) 24.734465);
        assertThat(real(position, 3)).isEqualTo(156f);
        assertThat(real(position, 5)).isEqualTo(8.49f);
        assertThat(number(vehicle, 5)).isEqualTo(TIME.getEpochSecond());
        assertThat(text(vehicle, 7)).isEqualTo("2323253");
        assertThat(text(nested(vehicle, 8), 1)).isEqualTo("18/1003");
        assertThat(text(nested(vehicle, 8), 2)).isEqualTo("1003");
    }

    private static UnknownFieldSet nested(UnknownFieldSet in, int field) throws Exception {
        return UnknownFieldSet.parseFrom(first(in, field));
    }

    private static String text(UnknownFieldSet in, int field) {
        return first(in, field).toStringUtf8();
    }

    private static ByteString first(UnknownFieldSet in, int field) {
        return in.getField(field).getLengthDelimitedList().getFirst();
    }

    private static long number(UnknownFieldSet in, int field) {
        return in.getField(field).getVarintList().getFirst();
    }

    private static float real(UnknownFieldSet in, int field) {
        return Float.intBitsToFloat(in.getField(field).getFixed32List().getFirst());
    }
}
