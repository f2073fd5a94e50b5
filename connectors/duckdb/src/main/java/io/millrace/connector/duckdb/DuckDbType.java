package io.millrace.connector.duckdb;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Type of a column.
 *
 * @param precision digits of a decimal, 1 to 38; 0 for others
 * @param scale how many of them are behind the point; 0 for others
 */
record DuckDbType(Kind kind, int precision, int scale) {

    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d{1,2}),(\\d{1,2})\\)");
    private static final Pattern BLANK = Pattern.compile("\\s");

    /** What values of a column are. */
    enum Kind {
        UBIGINT("a whole number from 0 to 18446744073709551615"),
        BIGINT("a whole number of 64 bits"),
        DOUBLE("a number"),
        DECIMAL("a number"),
        VARCHAR("text"),
        TIMESTAMP("a time such as 2025-02-04T02:00:06.419368Z"),
        TIMESTAMPTZ("a time such as 2025-02-04T02:00:06.419368Z"),
        BOOLEAN("true or false");

        private final String right;

        Kind(String right) {
            this.right = right;
        }
    }

    static DuckDbType parse(String text) {
        String type = BLANK.matcher(text).replaceAll("").toUpperCase(Locale.ROOT);
        Matcher decimal = DECIMAL.matcher(type);
        if (decimal.matches()) {
            int precision = Integer.parseInt(decimal.group(1));
            int scale = Integer.parseInt(decimal.group(2));
            if (precision < 1 || precision > 38 || scale > precision) {
                throw new IllegalArgumentException(
                        "type must be DECIMAL(p,s) with p from 1 to 38 and s up to p, was '" + text + "'");
            }
            return new DuckDbType(Kind.DECIMAL, precision, scale);
        }
        for (Kind kind : Kind.values()) {
            if (kind != Kind.DECIMAL && kind.name().equals(type)) {
                return new DuckDbType(kind, 0, 0);
            }
        }
        throw new IllegalArgumentException("type must be one of UBIGINT, BIGINT, DOUBLE, DECIMAL(p,s), VARCHAR,"
                + " TIMESTAMP, TIMESTAMPTZ and BOOLEAN, was '" + text + "'");
    }

    /** What would be right, for people. */
    String right() {
        return kind == Kind.DECIMAL
                ? "a number with up to " + (precision - scale) + " digits before the point and " + scale + " behind it"
                : kind.right;
    }

    /** As in SQL. */
    @Override
    public String toString() {
        return kind == Kind.DECIMAL ? "DECIMAL(" + precision + "," + scale + ")" : kind.name();
    }
}
