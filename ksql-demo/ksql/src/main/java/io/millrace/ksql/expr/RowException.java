package io.millrace.ksql.expr;

/** An expression has no value for a row. Made without a stack trace: bad rows can be many. */
public final class RowException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RowException(String message) {
        super(message, null, false, false);
    }
}
