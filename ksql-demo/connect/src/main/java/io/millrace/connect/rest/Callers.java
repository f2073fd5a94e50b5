package io.millrace.connect.rest;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask: those with the bearer token, if there is one, and no web pages of other origins, which can reach the
 * loopback of whoever looks at them.
 */
public final class Callers {

    private static final String SCHEME = "bearer ";

    private final byte @Nullable [] digest;

    /**
     * The rule.
     *
     * @param token null when none is asked for
     */
    public Callers(@Nullable String token) {
        this.digest = token == null ? null : digest(token);
    }

    /** Passes a request on, or refuses it. */
    public void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        String origin = request.getHeader("Origin");
        if (origin != null && !own(origin, request.getHeader("Host"))) {
            context.fail(403);
        } else if (digest != null && !"/health".equals(request.path()) && !knows(request)) {
            context.response().putHeader("WWW-Authenticate", "Bearer");
            context.fail(401);
        } else {
            context.next();
        }
    }

    private boolean knows(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        return digest != null
                && header != null
                && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                // digests have one length, so that not even the token's length can be measured
                && MessageDigest.isEqual(
                        digest, digest(header.substring(SCHEME.length()).strip()));
    }

    private static boolean own(String origin, @Nullable String host) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
