package io.millrace.core.failure;

import org.jspecify.annotations.Nullable;

/** The operator must act: no retry will help. */
public final class FatalException extends StreamException {

    private static final long serialVersionUID = 1L;

    public FatalException(String message) {
        this(message, null);
    }

    public FatalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
