package io.millrace.connector.websocket;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.vertx.core.http.UpgradeRejectedException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Maps refusals of the server, close codes (RFC 6455, section 7.4) and failures of the network to our failures. */
final class WebSocketFailures {

    private WebSocketFailures() {}

    /** No connection came about. */
    static StreamException connecting(WebSocketSettings to, Throwable failure) {
        String doing = "cannot connect to " + to.address() + ": ";
        if (failure instanceof UpgradeRejectedException rejected) {
            return rejected(doing, rejected);
        }
        return new TransientException(doing + reason(failure), failure);
    }

    private static StreamException rejected(String doing, UpgradeRejectedException rejected) {
        int status = rejected.getStatus();
        String message = doing + "the server answers HTTP status " + status;
        return switch (status) {
            case 429 -> TransientException.overloaded(message, rejected);
            case 408, 425 -> new TransientException(message, rejected);
            case 401, 403 -> new FatalException(message + ", check the credentials", rejected);
            default ->
                status >= 500
                        ? new TransientException(message, rejected)
                        : new FatalException(message + ", is there a WebSocket at this address?", rejected);
        };
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        return switch (failure) {
            case UnknownHostException _ -> "unknown host";
            case ConnectException _ when message != null && message.contains("refused") -> "connection refused";
            case TimeoutException _ -> "no answer in time";
            default -> message == null ? failure.getClass().getSimpleName() : message;
        };
    }

    /** The connection was closed. */
    static StreamException closed(WebSocketSettings to, @Nullable Short code, @Nullable String reason) {
        int status = code == null ? WebSocketCloseStatus.ABNORMAL_CLOSURE.code() : code;
        String message = "connection to " + to.address() + " closed with code " + status + meaning(status)
                + (reason == null || reason.isEmpty() ? "" : ": " + reason);
        return switch (status) {
            // protocol, kind of data, content, policy, size, missing extension; unauthorized, forbidden (IANA)
            case 1002, 1003, 1007, 1008, 1009, 1010, 3000, 3003 -> new FatalException(message);
            case 1013 -> TransientException.overloaded(message, null);
            default -> new TransientException(message);
        };
    }

    private static String meaning(int status) {
        return switch (status) {
            case 1000 -> " (normal)";
            case 1001 -> " (going away)";
            case 1002 -> " (protocol error)";
            case 1003 -> " (kind of data not accepted)";
            case 1006 -> " (without a word)";
            case 1007 -> " (content not accepted)";
            case 1008 -> " (policy)";
            case 1009 -> " (message too big)";
            case 1011 -> " (error of the server)";
            case 1012 -> " (restart)";
            case 1013 -> " (try again later)";
            default -> "";
        };
    }

    /** The connection broke, or what came over it cannot be read. */
    static StreamException broken(WebSocketSettings to, Throwable failure) {
        boolean tooLong = failure instanceof TooLongFrameException
                || (failure instanceof CorruptedWebSocketFrameException corrupted
                        && corrupted.closeStatus().code() == 1009);
        if (tooLong) {
            return tooLong(to);
        }
        return new TransientException("connection to " + to.address() + " lost: " + reason(failure), failure);
    }

    static StreamException tooLong(WebSocketSettings to) {
        return new FatalException("a message of " + to.address() + " is longer than " + to.maxMessageBytes()
                + " bytes, which is the most that is taken");
    }

    static TransientException silent(WebSocketSettings to) {
        return new TransientException(
                "no message from " + to.address() + " for " + to.silence().toMillis() + " ms");
    }

    static TransientException unanswered(WebSocketSettings to) {
        return new TransientException("no answer of " + to.address() + " to a ping within "
                + to.ping().toMillis() + " ms");
    }
}
