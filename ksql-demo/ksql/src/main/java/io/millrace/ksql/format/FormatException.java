package io.millrace.ksql.format;

import org.apache.kafka.common.errors.SerializationException;

/**
 * Bytes that are not what their format says, or a value that it cannot write. Without stack trace: they can be many.
 */
public final class FormatException extends SerializationException {

    private static final long serialVersionUID = 1L;

    public FormatException(String message) {
        super(message);
    }

    public FormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
