package io.millrace.ksql;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.sql.parse.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A statement that cannot be run as written. The message begins with {@code line 1:8:} where the place is known; lines
 * and columns count from 1, within the whole text.
 */
public final class KsqlException extends InvalidRequestException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Position position;
    private final String problem;
    private final @Nullable String found;
    private final transient List<String> expected;

    private KsqlException(
            Reason kind, @Nullable Position position, String reason, @Nullable String found, List<String> expected) {
        super(kind, position == null ? reason : "line " + position.line() + ":" + position.column() + ": " + reason);
        this.position = position;
        this.problem = reason;
        this.found = found;
        this.expected = List.copyOf(expected);
    }

    /** A statement that is wrong as a whole. */
    public static KsqlException of(String reason) {
        return new KsqlException(Reason.UNPROCESSABLE, null, reason, null, List.of());
    }

    /** An error at a place of the text. */
    public static KsqlException at(Position position, String reason) {
        return new KsqlException(Reason.UNPROCESSABLE, position, reason, null, List.of());
    }

    /** A syntax error: what stands there and what could. */
    public static KsqlException syntax(
            Position position, String reason, @Nullable String found, List<String> expected) {
        return new KsqlException(Reason.MALFORMED, position, reason, found, expected);
    }

    /** Something named at a place of the text does not exist. */
    public static KsqlException unknown(Position position, String reason) {
        return new KsqlException(Reason.NOT_FOUND, position, reason, null, List.of());
    }

    /** What a statement would create exists, or is in use. */
    public static KsqlException conflict(Position position, String reason) {
        return new KsqlException(Reason.CONFLICT, position, reason, null, List.of());
    }

    /** Where in the text; null when it concerns the whole statement. */
    public @Nullable Position position() {
        return position;
    }

    /** The message without its place. */
    public String problem() {
        return problem;
    }

    @Override
    public Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        if (position != null) {
            details.put("line", position.line());
            details.put("column", position.column());
        }
        if (found != null) {
            details.put("found", found);
        }
        if (!expected.isEmpty()) {
            details.put("expected", expected);
        }
        return details;
    }
}
