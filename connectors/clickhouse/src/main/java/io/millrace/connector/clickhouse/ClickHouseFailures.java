package io.millrace.connector.clickhouse;

import com.clickhouse.client.api.ServerException;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Maps what the server and the client say to the four kinds, by the numbers in ClickHouse's {@code ErrorCodes.cpp}. */
final class ClickHouseFailures {

    static final int UNKNOWN_TABLE = 60;
    static final int UNKNOWN_DATABASE = 81;
    static final int ACCESS_DENIED = 497;

    /** Quotas, too many queries, memory, parts, threads, and load as a whole. */
    private static final Set<Integer> OVERLOAD = Set.of(201, 202, 241, 252, 439, 745);

    /** Wrong user, password or rights; read-only; settings and statements that this server does not know. */
    private static final Set<Integer> FATAL = Set.of(36, 48, 62, 115, 164, 192, 193, 194, 195, 452, 497, 516);

    /** Text, numbers and times that cannot be read, and values that the column or a constraint refuses. */
    private static final Set<Integer> POISON =
            Set.of(6, 26, 27, 32, 33, 38, 41, 53, 69, 70, 72, 117, 131, 321, 349, 407, 469, 691);

    private static final int MAX_MESSAGE = 500;

    private ClickHouseFailures() {}

    /** What to throw; {@code doing} begins the message, such as {@code cannot write to demo.trades}. */
    static StreamException of(String doing, Throwable failure) {
        ServerException server = serverException(failure);
        if (server == null) {
            return new TransientException(doing + ": " + reason(failure), failure);
        }
        int code = server.getCode();
        String message = doing + ": " + shortened(String.valueOf(server.getMessage()));
        if (OVERLOAD.contains(code) || isTooMany(server)) {
            return TransientException.overloaded(message, failure);
        }
        if (FATAL.contains(code)) {
            return new FatalException(message, failure);
        }
        if (POISON.contains(code)) {
            return new PoisonException(message, failure);
        }
        // timeouts, replicas that are read-only for now, a table that went; and what we do not know may pass as well
        return new TransientException(message, failure);
    }

    /** The number of the server's error; 0 when it is none of the server's. */
    static int code(Throwable failure) {
        ServerException server = serverException(failure);
        return server == null ? 0 : server.getCode();
    }

    /** Whether it is about who logs in. */
    static boolean isLogin(int code) {
        return code == 516 || (code >= 192 && code <= 195);
    }

    /** A proxy before the server says so by the status. */
    private static boolean isTooMany(ServerException server) {
        return server.getCode() <= 0
                && (server.getTransportProtocolCode() == 429 || server.getTransportProtocolCode() == 503);
    }

    private static @Nullable ServerException serverException(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ServerException server) {
                return server;
            }
        }
        return null;
    }

    /** The innermost cause says what happened, such as {@code Connection refused}. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : shortened(message);
    }

    private static String shortened(String message) {
        String line = message.strip().replaceAll("\\s+", " ");
        return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE) + "...";
    }
}
