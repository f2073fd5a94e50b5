package io.millrace.sql.parse;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The EMIT clause as written.
 *
 * @param period of PERIODIC, BATCH, TIMEOUT alone or LAST, by the kind
 */
public record EmitClause(
        Kind kind,
        Expression.@Nullable Interval period,
        Expression.@Nullable Interval delay,
        Expression.@Nullable Interval timeout,
        Expression.@Nullable Interval last,
        boolean repeat,
        Position position) {

    /** The policies. */
    public enum Kind {
        STREAM,
        AFTER_WINDOW_CLOSE,
        AFTER_KEY_EXPIRE,
        PERIODIC,
        ON_UPDATE,
        PER_EVENT,
        CHANGELOG,
        TIMEOUT,
        LAST,
        FINAL;

        /** As SQL writes it. */
        public String text() {
            return name().replace('_', ' ').toUpperCase(Locale.ROOT);
        }
    }
}
