package io.millrace.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.http.HttpServerRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The opening of a WebSocket (RFC 6455, section 4.2), with or without compression (RFC 7692). */
final class Handshake {

    private static final String SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private Handshake() {}

    /** Whether a request asks for a WebSocket. */
    static boolean asked(HttpServerRequest request) {
        String upgrade = request.getHeader("Upgrade");
        return upgrade != null && upgrade.equalsIgnoreCase("websocket");
    }

    /** What the answer has to be made from; null when the request is not whole. */
    static @Nullable String key(HttpServerRequest request) {
        return "13".equals(request.getHeader("Sec-WebSocket-Version")) ? request.getHeader("Sec-WebSocket-Key") : null;
    }

    /** Puts the answer in the headers; says whether messages will be compressed. */
    static boolean answer(HttpServerRequest request, String key) {
        String extension = extension(request.getHeader("Sec-WebSocket-Extensions"));
        request.response()
                .putHeader("Upgrade", "websocket")
                .putHeader("Connection", "Upgrade")
                .putHeader("Sec-WebSocket-Accept", accept(key));
        if (extension != null) {
            request.response().putHeader("Sec-WebSocket-Extensions", extension);
        }
        return extension != null;
    }

    private static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key.strip() + SALT).getBytes(US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    /** The first offer that can be met; a smaller window for the server cannot. Null for none. */
    private static @Nullable String extension(@Nullable String offers) {
        if (offers == null) {
            return null;
        }
        for (String offer : offers.toLowerCase(Locale.ROOT).split(",", -1)) {
            String text = offer.strip();
            if (text.startsWith("permessage-deflate") && !text.contains("server_max_window_bits")) {
                return text.contains("server_no_context_takeover")
                        ? "permessage-deflate;server_no_context_takeover"
                        : "permessage-deflate";
            }
        }
        return null;
    }
}
