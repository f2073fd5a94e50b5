package io.millrace.ksql.run;

import io.millrace.ksql.format.FormatException;
import io.millrace.ksql.format.Key;
import io.millrace.ksql.format.Row;
import io.millrace.ksql.plan.Column;
import io.millrace.ksql.plan.DataSource;
import io.millrace.ksql.plan.Schema;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds a row's time in the column that WITH (TIMESTAMP=...) names. Thread-safe. */
final class SourceTime {

    private final Column column;
    private final int place;
    private final @Nullable DateTimeFormatter format;

    private SourceTime(Schema schema, DataSource.Timestamp timestamp) {
        int index = schema.indexOf(timestamp.column());
        if (index < 0) {
            throw new IllegalArgumentException("no column " + timestamp.column());
        }
        this.column = schema.columns().get(index);
        this.place = column.isKey() ? index : index - schema.keys().size();
        String pattern = timestamp.format();
        this.format = pattern == null ? null : DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }

    /** Null when a row's time is its record's. */
    static @Nullable SourceTime of(DataSource source) {
        DataSource.Timestamp timestamp = source.timestamp();
        return timestamp == null ? null : new SourceTime(source.schema(), timestamp);
    }

    /**
     * The time in milliseconds.
     *
     * @throws FormatException when the column holds none
     */
    long of(@Nullable Key key, @Nullable Row value) {
        Object time = column.isKey() ? part(key == null ? null : key.row()) : part(value);
        long millis = switch (time) {
            case null -> throw new FormatException("column " + column.name() + " has no time: it is NULL");
            case Long number -> number;
            case Integer number -> number;
            case Instant instant -> instant.toEpochMilli();
            case String text -> parse(text);
            default -> throw new FormatException("column " + column.name() + " holds no time: " + time);
        };
        if (millis < 0) {
            throw new FormatException("column " + column.name() + " holds a time before 1970: " + millis);
        }
        return millis;
    }

    private @Nullable Object part(@Nullable Row row) {
        return row == null ? null : row.get(place);
    }

    private long parse(String text) {
        if (format == null) {
            throw new FormatException("column " + column.name() + " is a text and has no TIMESTAMP_FORMAT");
        }
        try {
            TemporalAccessor time =
                    format.parseBest(text, ZonedDateTime::from, Instant::from, LocalDateTime::from, LocalDate::from);
            return switch (time) {
                case ZonedDateTime zoned -> zoned.toInstant().toEpochMilli();
                case Instant instant -> instant.toEpochMilli();
                case LocalDateTime local -> local.toInstant(ZoneOffset.UTC).toEpochMilli();
                case LocalDate date ->
                    date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
                default -> throw new DateTimeException(text);
            };
        } catch (DateTimeException e) {
            throw new FormatException(
                    "'" + text + "' in column " + column.name() + " is no time: " + e.getMessage(), e);
        }
    }
}
