package io.millrace.vehicles.hfp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.millrace.core.failure.PoisonException;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one payload, {@code {"VP":{"desi":"520",...}}}, with everything that is wrong with them.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class Payload {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String name;
    // strings, numbers as BigDecimal, booleans; null fields are left out
    private final Map<String, Object> fields;
    private final List<String> problems = new ArrayList<>();

    private Payload(String name, Map<String, Object> fields) {
        this.name = name;
        this.fields = fields;
    }

    /**
     * Reads the JSON.
     *
     * @throws PoisonException when it is not one, or not of that shape
     */
    static Payload read(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT || parser.nextToken() != JsonToken.FIELD_NAME) {
                throw new PoisonException("payload must be an object with one event, such as {\"VP\":{...}}");
            }
            String name = parser.currentName();
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new PoisonException("payload: " + name + " must be an object");
            }
            Map<String, Object> fields = fields(parser);
            if (parser.nextToken() != JsonToken.END_OBJECT) {
                throw new PoisonException("payload has more than one event: " + name + " and " + parser.currentName());
            }
            if (parser.nextToken() != null) {
                throw new PoisonException("payload has something behind its object");
            }
            return new Payload(name, fields);
        } catch (JsonProcessingException e) {
            throw new PoisonException(
                    "payload is not JSON: " + e.getOriginalMessage() + " at byte "
                            + e.getLocation().getByteOffset(),
                    e);
        } catch (IOException e) {
            throw new PoisonException("payload is not UTF-8: " + e.getMessage(), e);
        }
    }

    private static Map<String, Object> fields(JsonParser parser) throws IOException {
        Map<String, Object> fields = HashMap.newHashMap(32);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            switch (parser.nextToken()) {
                case VALUE_STRING -> fields.put(field, parser.getText());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> fields.put(field, number(parser));
                case VALUE_TRUE, VALUE_FALSE -> fields.put(field, parser.getBooleanValue());
                case VALUE_NULL -> {}
                // none of the fields that we know has such a value
                case START_OBJECT, START_ARRAY -> {
                    parser.skipChildren();
                    fields.put(field, List.of());
                }
                default -> throw new PoisonException("payload ends within " + field);
            }
        }
        return fields;
    }

    /** Digits beyond any field's need are refused before they cost time. */
    private static BigDecimal number(JsonParser parser) throws IOException {
        if (parser.getTextLength() > 40) {
            throw new PoisonException(
                    "payload: " + parser.currentName() + " has " + parser.getTextLength() + " digits");
        }
        return parser.getDecimalValue();
    }

    /** The key of the only object: {@code VP}. */
    String name() {
        return name;
    }

    @Nullable
    String text(String field) {
        return switch (fields.get(field)) {
            case null -> null;
            case String text -> text;
            // the description says text, vehicles send numbers
            case BigDecimal number when isWritable(number) -> number.toPlainString();
            case Object other -> {
                wrong(field, "text", other);
                yield null;
            }
        };
    }

    /** A whole number within bounds; also as text, which directions are. */
    @Nullable
    Integer integer(String field, int min, int max) {
        BigDecimal number = decimal(field);
        if (number == null) {
            return null;
        }
        if (isWritable(number) && number.stripTrailingZeros().scale() <= 0) {
            long value = number.precision() > 12 ? Long.MAX_VALUE : number.longValue();
            if (value >= min && value <= max) {
                return (int) value;
            }
        }
        wrong(field, "a whole number from " + min + " to " + max, number);
        return null;
    }

    /** Whether it has no exponent that would take gigabytes to write out. */
    private static boolean isWritable(BigDecimal number) {
        return Math.abs(number.scale()) <= 40;
    }

    @Nullable
    Double number(String field, double min, double max) {
        BigDecimal number = decimal(field);
        if (number == null) {
            return null;
        }
        double value = number.doubleValue();
        if (value >= min && value <= max) {
            return value;
        }
        wrong(field, "from " + min + " to " + max, number);
        return null;
    }

    private @Nullable BigDecimal decimal(String field) {
        return switch (fields.get(field)) {
            case null -> null;
            case BigDecimal number -> number;
            case String text when text.matches("-?\\d{1,9}") -> new BigDecimal(text);
            case Object other -> {
                wrong(field, "a number", other);
                yield null;
            }
        };
    }

    @Nullable
    Instant instant(String field) {
        return parsed(field, "an ISO-8601 time in UTC, such as 2023-10-23T13:42:42.728Z", Instant::parse);
    }

    @Nullable
    LocalDate date(String field) {
        return parsed(field, "a date such as 2023-10-23", LocalDate::parse);
    }

    @Nullable
    LocationSource source(String field) {
        return parsed(
                field,
                "one of GPS, ODO, MAN, DR, N/A",
                text -> LocationSource.parse(text).orElseThrow(() -> new DateTimeException(text)));
    }

    @Nullable
    String clock(String field) {
        return parsed(
                field,
                "HH:mm",
                text -> Optional.of(text)
                        .filter(clock -> clock.matches("([01]\\d|2\\d|3[01]):[0-5]\\d"))
                        .orElseThrow(() -> new DateTimeException(text)));
    }

    private <T> @Nullable T parsed(String field, String expected, Function<String, T> parser) {
        return switch (fields.get(field)) {
            case null -> null;
            case String text -> {
                try {
                    yield parser.apply(text);
                } catch (DateTimeException e) {
                    wrong(field, expected, text);
                    yield null;
                }
            }
            case Object other -> {
                wrong(field, expected, other);
                yield null;
            }
        };
    }

    /** The value, or a note that it is missing. */
    <T> @Nullable T required(String field, @Nullable T value) {
        if (value == null && !fields.containsKey(field)) {
            problems.add(field + " is missing");
        }
        return value;
    }

    void problem(String text) {
        problems.add(text);
    }

    private void wrong(String field, String expected, Object was) {
        String shown = was instanceof List ? "an object or a list" : "'" + shortened(was.toString()) + "'";
        problems.add(field + " must be " + expected + ", was " + shown);
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    /** Everything that is wrong, in one sentence; empty when nothing is. */
    String problems() {
        return String.join("; ", problems);
    }
}
