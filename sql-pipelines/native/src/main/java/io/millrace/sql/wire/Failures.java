package io.millrace.sql.wire;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.millrace.sql.SqlException;
import io.millrace.sql.wire.codec.WireCode;
import io.millrace.sql.wire.codec.WireException;

/** How failures look in exception packets. */
final class Failures {

    private Failures() {}

    static int code(Throwable failure) {
        return switch (failure) {
            case WireException wire -> wire.code();
            case SqlException sql -> sql.code().number();
            case StreamException other -> code(other);
            default -> WireCode.LOGICAL_ERROR.number();
        };
    }

    private static int code(StreamException failure) {
        return switch (failure) {
            case InvalidRequestException _ -> WireCode.BAD_ARGUMENTS.number();
            case PoisonException _ -> WireCode.INCORRECT_DATA.number();
            case TransientException _ -> WireCode.TRY_AGAIN.number();
            case FatalException _ -> WireCode.LOGICAL_ERROR.number();
        };
    }

    /** The text for the client; what is a bug here is told in the log alone. */
    static String text(Throwable failure) {
        return switch (failure) {
            case SqlException sql -> sql.reason() + " (" + sql.code() + ")";
            case StreamException other -> other.reason();
            case WireException wire -> String.valueOf(wire.getMessage());
            default -> "internal error: " + failure.getClass().getSimpleName();
        };
    }
}
