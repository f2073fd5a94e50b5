package io.millrace.core.failure;

import org.jspecify.annotations.Nullable;

/** The record must change: it can never be processed, however often it is tried. */
public final class PoisonException extends StreamException {

    private static final long serialVersionUID = 1L;

    public PoisonException(String message) {
        this(message, null);
    }

    public PoisonException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
