package io.millrace.ksql.plan;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Expression.Literal;
import io.millrace.ksql.ast.Properties;
import io.millrace.sql.parse.Position;
import io.millrace.sql.parse.Similarity;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What WITH (...) says about a stream or table; every error has the place of the property. */
final class SourceOptions {

    private static final List<String> NAMES = List.of(
            "KAFKA_TOPIC",
            "FORMAT",
            "KEY_FORMAT",
            "VALUE_FORMAT",
            "KEY_DELIMITER",
            "VALUE_DELIMITER",
            "PARTITIONS",
            "REPLICAS",
            "RETENTION_MS",
            "CLEANUP_POLICY",
            "TIMESTAMP",
            "TIMESTAMP_FORMAT",
            "WRAP_SINGLE_VALUE",
            "WINDOW_TYPE",
            "WINDOW_SIZE",
            "KEY_SCHEMA_ID",
            "VALUE_SCHEMA_ID",
            "KEY_SCHEMA_FULL_NAME",
            "VALUE_SCHEMA_FULL_NAME",
            "VALUE_AVRO_SCHEMA_FULL_NAME",
            "SOURCED_BY_CONNECTOR");

    private static final List<String> UNITS = List.of("MILLISECOND", "SECOND", "MINUTE", "HOUR", "DAY");

    private final Map<String, Literal> values;
    private final Position statement;

    SourceOptions(Properties properties, Position statement) {
        this.values = properties.values();
        this.statement = statement;
        values.forEach((name, value) -> {
            if (!NAMES.contains(name)) {
                String nearest = Similarity.nearest(name, NAMES);
                throw KsqlException.at(
                        value.position(),
                        "there is no property " + name
                                + (nearest == null ? ", only " + String.join(", ", NAMES) : ": perhaps " + nearest));
            }
        });
    }

    private Position position(String name) {
        Literal literal = values.get(name);
        return literal == null ? statement : literal.position();
    }

    private @Nullable String text(String name) {
        Literal literal = values.get(name);
        if (literal == null) {
            return null;
        }
        if (literal.value() instanceof String text && !text.isBlank()) {
            return text;
        }
        throw KsqlException.at(literal.position(), name + " is a text in single quotes");
    }

    private @Nullable Long number(String name, long minimum) {
        Literal literal = values.get(name);
        if (literal == null) {
            return null;
        }
        Object value = literal.value();
        if (value instanceof String text && text.chars().allMatch(c -> c >= '0' && c <= '9') && text.length() < 19) {
            value = text.isEmpty() ? null : Long.valueOf(text);
        }
        if ((value instanceof Integer || value instanceof Long) && ((Number) value).longValue() >= minimum) {
            return ((Number) value).longValue();
        }
        throw KsqlException.at(literal.position(), name + " is a whole number of at least " + minimum);
    }

    private OptionalInt count(String name) {
        Long number = number(name, 1);
        if (number != null && number > Short.MAX_VALUE) {
            throw KsqlException.at(position(name), name + " is at most " + Short.MAX_VALUE);
        }
        return number == null ? OptionalInt.empty() : OptionalInt.of(number.intValue());
    }

    DataSource.Topic topic(String sourceName) {
        String name = text("KAFKA_TOPIC");
        Long retention = number("RETENTION_MS", 1);
        return new DataSource.Topic(
                name == null ? sourceName : name,
                count("PARTITIONS"),
                count("REPLICAS"),
                retention == null ? null : Duration.ofMillis(retention));
    }

    /**
     * The format of keys.
     *
     * @param otherwise when nothing is said
     */
    Format keyFormat(@Nullable Format otherwise) {
        return format("KEY_FORMAT", "KEY_DELIMITER", List.of("KEY_SCHEMA_ID", "KEY_SCHEMA_FULL_NAME"), otherwise);
    }

    Format valueFormat(@Nullable Format otherwise) {
        List<String> schema = List.of("VALUE_SCHEMA_ID", "VALUE_SCHEMA_FULL_NAME", "VALUE_AVRO_SCHEMA_FULL_NAME");
        Format format = format("VALUE_FORMAT", "VALUE_DELIMITER", schema, otherwise);
        if (format.kind() == Format.Kind.NONE) {
            throw KsqlException.at(position("VALUE_FORMAT"), "the format NONE is for keys only");
        }
        return format;
    }

    private Format format(String name, String delimiter, List<String> schema, @Nullable Format otherwise) {
        String both = text("FORMAT");
        String own = text(name);
        if (both != null && own != null) {
            throw KsqlException.at(position(name), "give either FORMAT or " + name + ", not both");
        }
        Map<String, String> properties = new HashMap<>();
        String separator = text(delimiter);
        if (separator != null) {
            properties.put("delimiter", separator(separator, delimiter));
        }
        for (String property : schema) {
            Literal value = values.get(property);
            if (value != null) {
                properties.put(property.endsWith("_ID") ? "schemaId" : "fullSchemaName", String.valueOf(value.value()));
            }
        }
        String written = own == null ? both : own;
        if (written == null) {
            if (otherwise == null) {
                throw KsqlException.at(statement, name + " is missing: WITH (" + name + " = 'JSON'), for example");
            }
            return properties.isEmpty() ? otherwise : new Format(otherwise.kind(), properties);
        }
        return new Format(kind(written, position(own == null ? "FORMAT" : name)), properties);
    }

    private static Format.Kind kind(String written, Position position) {
        for (Format.Kind kind : Format.Kind.values()) {
            if (kind.name().equalsIgnoreCase(written)) {
                return kind;
            }
        }
        throw KsqlException.at(
                position, "there is no format '" + written + "', only " + Arrays.toString(Format.Kind.values()));
    }

    private String separator(String written, String property) {
        return switch (written.toUpperCase(Locale.ROOT)) {
            case "SPACE" -> " ";
            case "TAB" -> "\t";
            default -> {
                if (written.length() != 1) {
                    throw KsqlException.at(
                            position(property), property + " is one character, SPACE or TAB, not '" + written + "'");
                }
                yield written;
            }
        };
    }

    /** Whether a single value column has an envelope; true where the format has one and nothing is said. */
    boolean wrapSingleValue(Format value, int valueColumns) {
        Literal literal = values.get("WRAP_SINGLE_VALUE");
        if (literal == null) {
            return value.kind().wraps();
        }
        Object written = literal.value();
        boolean wrap = Boolean.TRUE.equals(written) || "true".equalsIgnoreCase(String.valueOf(written));
        if (!wrap && !"false".equalsIgnoreCase(String.valueOf(written))) {
            throw KsqlException.at(literal.position(), "WRAP_SINGLE_VALUE is true or false");
        }
        if (!wrap && valueColumns != 1) {
            throw KsqlException.at(
                    literal.position(), "WRAP_SINGLE_VALUE is for a single value column; here are " + valueColumns);
        }
        if (wrap && !value.kind().wraps()) {
            throw KsqlException.at(literal.position(), "the format " + value.kind() + " has no envelope to wrap in");
        }
        return wrap;
    }

    DataSource.@Nullable Windowing windowing() {
        String type = text("WINDOW_TYPE");
        String size = text("WINDOW_SIZE");
        if (type == null) {
            if (size != null) {
                throw KsqlException.at(position("WINDOW_SIZE"), "WINDOW_SIZE needs WINDOW_TYPE");
            }
            return null;
        }
        for (DataSource.Windowing.Type known : DataSource.Windowing.Type.values()) {
            if (known.name().equalsIgnoreCase(type)) {
                return new DataSource.Windowing(known, windowSize(known, size));
            }
        }
        throw KsqlException.at(
                position("WINDOW_TYPE"), "WINDOW_TYPE is TUMBLING, HOPPING or SESSION, not '" + type + "'");
    }

    private @Nullable Duration windowSize(DataSource.Windowing.Type type, @Nullable String size) {
        boolean session = type == DataSource.Windowing.Type.SESSION;
        if (session == (size != null)) {
            throw KsqlException.at(
                    position("WINDOW_SIZE"),
                    session
                            ? "windows of type SESSION have no WINDOW_SIZE"
                            : "WINDOW_SIZE is missing, such as '10 SECONDS'");
        }
        if (size == null) {
            return null;
        }
        String[] parts = size.strip().toUpperCase(Locale.ROOT).split(" +", 2);
        String unit = parts.length < 2
                ? ""
                : parts[1].endsWith("S") ? parts[1].substring(0, parts[1].length() - 1) : parts[1];
        boolean number = !parts[0].isEmpty()
                && parts[0].length() < 10
                && parts[0].chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number || !UNITS.contains(unit)) {
            throw KsqlException.at(
                    position("WINDOW_SIZE"), "'" + size + "' is no length of time, such as '10 SECONDS'");
        }
        long amount = Long.parseLong(parts[0]);
        return switch (unit) {
            case "MILLISECOND" -> Duration.ofMillis(amount);
            case "SECOND" -> Duration.ofSeconds(amount);
            case "MINUTE" -> Duration.ofMinutes(amount);
            case "HOUR" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    DataSource.@Nullable Timestamp timestamp(Schema schema) {
        String written = text("TIMESTAMP");
        String format = text("TIMESTAMP_FORMAT");
        if (written == null) {
            if (format != null) {
                throw KsqlException.at(
                        position("TIMESTAMP_FORMAT"), "TIMESTAMP_FORMAT needs TIMESTAMP, the column it is for");
            }
            return null;
        }
        return Timestamps.check(written, format, schema, position("TIMESTAMP"));
    }
}
