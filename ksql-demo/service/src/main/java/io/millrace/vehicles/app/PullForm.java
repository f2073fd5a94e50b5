package io.millrace.vehicles.app;

import io.millrace.vehicles.live.GeoJson;
import io.millrace.vehicles.live.GtfsRealtime;
import io.millrace.vehicles.live.PositionRow;
import io.millrace.vehicles.live.VehiclePage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The forms in which a page of vehicles is told, chosen by {@code Accept}. */
@SuppressWarnings("ImmutableEnumChecker") // lists that never change, functions without state
enum PullForm {
    /** The page with its rows. */
    JSON(PositionRow::page, "application/json"),
    /** A row per line. */
    NDJSON(
            page -> PositionRow.lines(page.vehicles(), page.asOf()),
            "application/x-ndjson",
            "application/ndjson",
            "application/jsonl"),
    GEOJSON(
            page -> GeoJson.collection(page.vehicles(), page.asOf()),
            "application/geo+json",
            "application/vnd.geo+json"),
    GTFS_REALTIME(
            page -> GtfsRealtime.feed(page.vehicles(), page.asOf()).toByteArray(),
            "application/x-protobuf",
            "application/protobuf",
            "application/vnd.google.protobuf",
            "application/x-google-protobuf");

    /** A media range of {@code Accept} and how much it is wanted, 0 to 1. */
    private record Range(String type, double quality) {}

    private final Function<VehiclePage, byte[]> encoder;
    private final List<String> types;

    PullForm(Function<VehiclePage, byte[]> encoder, String... types) {
        this.encoder = encoder;
        this.types = List.of(types);
    }

    byte[] encode(VehiclePage page) {
        return encoder.apply(page);
    }

    /** The content type of the answer. */
    String type() {
        return types.getFirst();
    }

    /** All content types by which they can be had. */
    static String known() {
        return Arrays.stream(values())
                .map(PullForm::type)
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
    }

    /** What the client wants most of what there is; JSON when it does not say. */
    static Optional<PullForm> wanted(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return Optional.of(JSON);
        }
        return Stream.of(accept.toLowerCase(Locale.ROOT).split(",", -1))
                .map(PullForm::range)
                .filter(range -> range.quality() > 0)
                // stable: of two wanted alike, the one named first
                .sorted(Comparator.comparingDouble(Range::quality).reversed())
                .flatMap(range -> forms(range.type()))
                .findFirst();
    }

    private static Range range(String text) {
        String[] parts = text.split(";", -1);
        double quality = 1;
        for (String part : parts) {
            if (part.strip().matches("q=[01](\\.\\d{0,3})?")) {
                quality = Double.parseDouble(part.strip().substring(2));
            }
        }
        return new Range(parts[0].strip(), quality);
    }

    private static Stream<PullForm> forms(String type) {
        if (type.equals("*/*") || type.equals("application/*")) {
            return Stream.of(JSON);
        }
        return Arrays.stream(values()).filter(form -> form.types.contains(type));
    }
}
