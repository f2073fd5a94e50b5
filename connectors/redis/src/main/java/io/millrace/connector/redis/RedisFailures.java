package io.millrace.connector.redis;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Maps the client's exceptions to the kinds of failure. */
final class RedisFailures {

    /** First words of errors that a person must deal with. */
    private static final Set<String> FATAL =
            Set.of("NOAUTH", "WRONGPASS", "NOPERM", "DENIED", "WRONGTYPE", "CROSSSLOT", "ERR");

    private RedisFailures() {}

    /** What to throw; {@code doing} begins the message, such as {@code cannot write to Redis at h:6379/1}. */
    static StreamException of(String doing, JedisException failure) {
        String message = doing + ": " + reason(failure);
        return switch (failure) {
            case JedisAccessControlException e -> new FatalException(message, e);
            case JedisConnectionException e when isUntrusted(e) -> new FatalException(message, e);
            case JedisDataException e when FATAL.contains(firstWord(e)) -> new FatalException(message, e);
            // lost connections, a full or loading server, a replica in place of its master
            default -> new TransientException(message, failure);
        };
    }

    private static boolean isUntrusted(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLHandshakeException) {
                return true;
            }
        }
        return false;
    }

    private static String firstWord(JedisDataException failure) {
        String message = String.valueOf(failure.getMessage());
        int space = message.indexOf(' ');
        return (space < 0 ? message : message.substring(0, space)).toUpperCase(Locale.ROOT);
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }
}
