package io.millrace.ksql.type;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A type of ksqlDB. Values are Java objects, null for NULL:
 *
 * <table>
 * <caption>Values</caption>
 * <tr><th>Type</th><th>Java</th></tr>
 * <tr><td>BOOLEAN, INTEGER, BIGINT, DOUBLE, STRING</td><td>Boolean, Integer, Long, Double, String</td></tr>
 * <tr><td>BYTES</td><td>{@link Bytes}</td></tr>
 * <tr><td>TIMESTAMP, DATE, TIME</td><td>Instant (to the millisecond), LocalDate, LocalTime (to the millisecond)</td></tr>
 * <tr><td>DECIMAL(p, s)</td><td>BigDecimal of scale s</td></tr>
 * <tr><td>ARRAY, MAP</td><td>List, Map (in order of insertion)</td></tr>
 * <tr><td>STRUCT</td><td>{@link Struct}: the fields' values in the order of the type</td></tr>
 * </table>
 */
public sealed interface SqlType {

    /** As ksqlDB writes it: {@code ARRAY<STRUCT<`A` INTEGER>>}. */
    String text();

    /** The types without parameters. */
    enum Scalar implements SqlType {
        BOOLEAN,
        INTEGER,
        BIGINT,
        DOUBLE,
        STRING,
        BYTES,
        TIMESTAMP,
        DATE,
        TIME,
        /** Of the literal NULL alone: fits everywhere, and is the type of no column. */
        NULL;

        @Override
        public String text() {
            return name();
        }
    }

    /**
     * Exact numbers.
     *
     * @param precision digits in all, at least 1
     * @param scale digits after the point, at most the precision
     */
    record Decimal(int precision, int scale) implements SqlType {
        public Decimal {
            if (precision < 1 || scale < 0 || scale > precision) {
                throw new IllegalArgumentException("DECIMAL(" + precision + ", " + scale
                        + ") does not exist: the precision is at least 1, the scale between 0 and the precision");
            }
        }

        @Override
        public String text() {
            return "DECIMAL(" + precision + ", " + scale + ")";
        }
    }

    /** A list of values of one type. */
    record ArrayOf(SqlType item) implements SqlType {
        @Override
        public String text() {
            return "ARRAY<" + item.text() + ">";
        }
    }

    /** Values by key. */
    record MapOf(SqlType key, SqlType value) implements SqlType {
        @Override
        public String text() {
            return "MAP<" + key.text() + ", " + value.text() + ">";
        }
    }

    /** Named fields in an order. */
    record StructOf(List<Field> fields) implements SqlType {
        public StructOf {
            fields = List.copyOf(fields);
        }

        /** Place of a field, -1 when there is none of that name. */
        public int indexOf(String name) {
            for (int i = 0; i < fields.size(); i++) {
                if (fields.get(i).name().equals(name)) {
                    return i;
                }
            }
            return -1;
        }

        @Override
        public String text() {
            return fields.stream()
                    .map(field -> "`" + field.name() + "` " + field.type().text())
                    .collect(Collectors.joining(", ", "STRUCT<", ">"));
        }
    }

    /** A field of a struct. */
    record Field(String name, SqlType type) {
        public Field {
            Objects.requireNonNull(name);
        }
    }
}
