package io.millrace.core.failure;

import org.jspecify.annotations.Nullable;

/** Time must pass: the same call may succeed after a reopen and a backoff. */
public final class TransientException extends StreamException {

    private static final long serialVersionUID = 1L;

    private final boolean overloaded;

    public TransientException(String message) {
        this(message, null);
    }

    public TransientException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    private TransientException(String message, @Nullable Throwable cause, boolean overloaded) {
        super(message, cause);
        this.overloaded = overloaded;
    }

    /** The system behind is there, and asks for less: who calls it should call more seldom, or with more at a time. */
    public static TransientException overloaded(String message, @Nullable Throwable cause) {
        return new TransientException(message, cause, true);
    }

    /** Whether the system behind asked for less. */
    public boolean overloaded() {
        return overloaded;
    }
}
