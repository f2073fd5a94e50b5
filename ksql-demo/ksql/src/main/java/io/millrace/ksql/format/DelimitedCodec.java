package io.millrace.ksql.format;

import io.millrace.ksql.plan.Column;
import io.millrace.ksql.type.Bytes;
import io.millrace.ksql.type.Decimals;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.Decimal;
import io.millrace.ksql.type.SqlType.Scalar;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** DELIMITED: a line of fields; points in time as numbers, bytes in base 64, NULL as nothing between two delimiters. */
final class DelimitedCodec implements RowCodec {

    private final List<Column> columns;
    private final Csv csv;

    DelimitedCodec(List<Column> columns, char delimiter) {
        this.columns = List.copyOf(columns);
        this.csv = new Csv(delimiter);
    }

    static boolean supports(SqlType type) {
        return type instanceof Scalar || type instanceof Decimal;
    }

    @Override
    public byte[] write(Row row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            csv.write(line, text(row.get(i), columns.get(i).type()), i == 0);
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable String text(@Nullable Object value, SqlType type) {
        if (value == null) {
            return null;
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (!(type instanceof Scalar scalar)) {
            throw new FormatException("DELIMITED cannot hold " + type.text());
        }
        return switch (scalar) {
            case BYTES -> Base64.getEncoder().encodeToString(((Bytes) value).array());
            case TIMESTAMP, DATE, TIME -> Long.toString(Times.number(value));
            default -> value.toString();
        };
    }

    @Override
    public Row read(byte[] bytes) {
        String line = new String(bytes, StandardCharsets.UTF_8);
        List<String> fields = csv.read(stripped(line));
        if (fields.size() != columns.size()) {
            throw new FormatException("expected " + columns.size() + " fields, found " + fields.size());
        }
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(fields.get(i), columns.get(i));
        }
        return Row.of(values);
    }

    /** Without an end of line. */
    private static String stripped(String line) {
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == '\n' || line.charAt(end - 1) == '\r')) {
            end--;
        }
        return line.substring(0, end);
    }

    private static @Nullable Object value(String field, Column column) {
        if (field.isEmpty()) {
            return null;
        }
        try {
            return parse(field, column.type());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new FormatException(
                    "'" + field + "' is no " + column.type().text() + " for column " + column.name(), e);
        }
    }

    private static Object parse(String field, SqlType type) {
        if (type instanceof Decimal decimal) {
            return Decimals.fit(new BigDecimal(field.strip()), decimal);
        }
        if (!(type instanceof Scalar scalar)) {
            throw new FormatException("DELIMITED cannot hold " + type.text());
        }
        return switch (scalar) {
            case BOOLEAN -> truth(field);
            case INTEGER -> Integer.valueOf(field.strip());
            case BIGINT -> Long.valueOf(field.strip());
            case DOUBLE -> Double.valueOf(field.strip());
            case STRING, NULL -> field;
            case BYTES -> Bytes.of(Base64.getDecoder().decode(field));
            case TIMESTAMP -> Instant.ofEpochMilli(Long.parseLong(field.strip()));
            case DATE -> LocalDate.ofEpochDay(Integer.parseInt(field.strip()));
            case TIME -> LocalTime.ofNanoOfDay(Times.NANOS_PER_MILLI * Integer.parseInt(field.strip()));
        };
    }

    private static Boolean truth(String field) {
        return switch (field.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(field);
        };
    }
}
