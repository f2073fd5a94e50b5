package io.millrace.connector.clickhouse;

/** Writes values of one column in ClickHouse's binary form. */
@FunctionalInterface
interface ColumnEncoder {

    /** A value has no place in a column. */
    final class Misfit extends RuntimeException {

        private static final long serialVersionUID = 1L;

        /** The message completes "must be". */
        Misfit(String right) {
            super(right, null, false, false);
        }

        String right() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * Writes one.
     *
     * @param value of a JSON row, not null
     * @throws Misfit when it does not fit; part of it may have been written
     */
    void write(Object value, RowBuffer out);
}
