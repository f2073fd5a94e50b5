package io.millrace.core.failure;

import org.jspecify.annotations.Nullable;

/**
 * A failure of streaming, of one of four kinds. Messages are lower case, without full stop, and say what and with what:
 * {@code cannot open orders.csv}.
 */
public abstract sealed class StreamException extends RuntimeException
        permits InvalidRequestException, PoisonException, TransientException, FatalException {

    private static final long serialVersionUID = 1L;

    StreamException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The message, which these exceptions always have. */
    public final String reason() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
