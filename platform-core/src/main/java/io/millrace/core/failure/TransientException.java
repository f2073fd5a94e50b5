package io.millrace.core.failure;

import org.jspecify.annotations.Nullable;

/** Time must pass: the same call may succeed after a reopen and a backoff. */
public final class TransientException extends StreamException {

    private static final long serialVersionUID = 1L;

    public TransientException(String message) {
        this(message, null);
    }

    public TransientException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
