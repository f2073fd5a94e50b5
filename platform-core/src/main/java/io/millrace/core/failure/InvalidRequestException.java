package io.millrace.core.failure;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The caller must act: the request can not be served as it stands. Edges answer by its {@link Reason}. */
public non-sealed class InvalidRequestException extends StreamException {

    private static final long serialVersionUID = 1L;

    /** Why the request is refused; decides the status at each edge. */
    public enum Reason {
        /** The request itself is malformed: HTTP 400. */
        MALFORMED,
        /** What it names does not exist: HTTP 404. */
        NOT_FOUND,
        /** What it would create exists, or changed meanwhile: HTTP 409. */
        CONFLICT,
        /** It is well-formed and wrong in content: HTTP 422. */
        UNPROCESSABLE,
        /** The caller has too much running already and may try again later: HTTP 429. */
        TOO_MANY
    }

    private final Reason reason;

    public InvalidRequestException(Reason reason, String message) {
        this(reason, message, null);
    }

    public InvalidRequestException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** The kind of refusal. */
    public final Reason kind() {
        return reason;
    }

    /**
     * Members that a problem document adds to its five own, for example {@code line}, {@code column}, {@code expected}.
     * Values are strings, numbers, booleans, lists or maps of these.
     */
    public Map<String, Object> details() {
        return Map.of();
    }
}
