package io.millrace.vehicles.fleet;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes one payload, {@code {"VP":{"desi":"520","spd":8.49}}}, with numbers as vehicles write them: a fixed number of
 * decimals.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class PayloadText {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final StringBuilder text;

    PayloadText(String event) {
        text = new StringBuilder(512).append("{\"").append(event).append("\":{");
    }

    /** Text without characters that JSON escapes; null when it is not known. */
    PayloadText text(String field, @Nullable String value) {
        name(field);
        if (value == null) {
            text.append("null");
        } else {
            text.append('"').append(value).append('"');
        }
        return this;
    }

    PayloadText whole(String field, @Nullable Long value) {
        name(field);
        text.append(value);
        return this;
    }

    PayloadText whole(String field, long value) {
        name(field);
        text.append(value);
        return this;
    }

    PayloadText time(String field, Instant value) {
        return text(field, TIME.format(value));
    }

    /**
     * A number with a fixed number of decimals.
     *
     * @param decimals 1 to 6
     */
    PayloadText number(String field, @Nullable Double value, int decimals) {
        name(field);
        if (value == null) {
            text.append("null");
            return this;
        }
        long scale = 1;
        for (int i = 0; i < decimals; i++) {
            scale *= 10;
        }
        long scaled = Math.round(value * scale);
        if (scaled < 0) {
            text.append('-');
        }
        scaled = Math.abs(scaled);
        text.append(scaled / scale).append('.');
        long rest = scaled % scale;
        for (long digit = scale / 10; digit > 0; digit /= 10) {
            text.append((char) ('0' + rest / digit % 10));
        }
        return this;
    }

    private void name(String field) {
        if (text.charAt(text.length() - 1) != '{') {
            text.append(',');
        }
        text.append('"').append(field).append("\":");
    }

    byte[] toBytes() {
        return text.append("}}").toString().getBytes(StandardCharsets.UTF_8);
    }
}
