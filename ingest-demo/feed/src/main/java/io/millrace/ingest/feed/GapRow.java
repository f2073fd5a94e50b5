package io.millrace.ingest.feed;

import static java.time.temporal.ChronoUnit.MILLIS;

import io.millrace.core.Record;
import io.millrace.core.json.JsonRow;
import io.millrace.ingest.type.Gap;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of a gap, as a row of the type {@code gap}.
 *
 * @param of the type of the rows whose trades are missing: {@code ticker} or {@code match}
 */
record GapRow(String of, Gap gap) {

    private static final String TYPE = "gap";

    /** What is told once. */
    record Key(String of, String series, long first, long last, Gap.State state) {}

    Key key() {
        return new Key(of, gap.series(), gap.first(), gap.last(), gap.state());
    }

    /** The time is when it came to this state. Milliseconds are what the memory keeps of times. */
    Record<JsonRow> toRecord() {
        Instant time = Objects.requireNonNullElse(gap.closed(), gap.opened()).truncatedTo(MILLIS);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("type", TYPE);
        fields.put("product_id", gap.series());
        fields.put("row_type", of);
        fields.put("first_trade_id", gap.first());
        fields.put("last_trade_id", gap.last());
        fields.put("state", gap.state().name().toLowerCase(Locale.ROOT));
        fields.put("missing", gap.missing());
        fields.put("refilled", gap.refilled());
        fields.put("reason", gap.reason());
        fields.put("opened", gap.opened().truncatedTo(MILLIS).toString());
        fields.put("time", time.toString());
        return new Record<>(gap.series(), JsonRow.of(fields), time, Map.of());
    }

    /**
     * Reads what {@link #toRecord} wrote; null when it is another row, perhaps one of a source that was here before.
     */
    static @Nullable GapRow read(JsonRow row) {
        if (!TYPE.equals(row.string("type"))) {
            return null;
        }
        try {
            Gap.State state = Gap.State.valueOf(text(row, "state").toUpperCase(Locale.ROOT));
            return new GapRow(
                    text(row, "row_type"),
                    new Gap(
                            text(row, "product_id"),
                            number(row, "first_trade_id"),
                            number(row, "last_trade_id"),
                            state,
                            Instant.parse(text(row, "opened")),
                            state == Gap.State.OPEN ? null : Instant.parse(text(row, "time")),
                            number(row, "missing"),
                            number(row, "refilled"),
                            row.string("reason")));
        } catch (IllegalArgumentException | DateTimeParseException _) {
            return null;
        }
    }

    private static String text(JsonRow row, String field) {
        String value = row.string(field);
        if (value == null) {
            throw new IllegalArgumentException("no text '" + field + "'");
        }
        return value;
    }

    private static long number(JsonRow row, String field) {
        if (row.field(field) instanceof Long value) {
            return value;
        }
        throw new IllegalArgumentException("no number '" + field + "'");
    }
}
