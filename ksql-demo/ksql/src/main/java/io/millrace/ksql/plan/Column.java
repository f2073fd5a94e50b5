package io.millrace.ksql.plan;

import io.millrace.ksql.type.SqlType;
import org.jspecify.annotations.Nullable;

/**
 * A column of a stream or table.
 *
 * @param header name of the one header it reads; null for all headers and for columns of other roles
 */
public record Column(
        String name, SqlType type, Role role, @Nullable String header) {

    /** Where a column's value lives. */
    public enum Role {
        KEY,
        VALUE,
        /** In the headers of the record. */
        HEADERS
    }

    public static Column key(String name, SqlType type) {
        return new Column(name, type, Role.KEY, null);
    }

    public static Column value(String name, SqlType type) {
        return new Column(name, type, Role.VALUE, null);
    }

    public boolean isKey() {
        return role == Role.KEY;
    }
}
