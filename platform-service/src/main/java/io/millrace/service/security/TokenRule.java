package io.millrace.service.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.service.problem.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the bearer token (RFC 6750), if one is configured, of all requests but those for health and the page kit. As
 * browsers can not set headers on an EventSource or a WebSocket, {@code ?access_token=...} counts too. The token is
 * neither logged nor told.
 */
public final class TokenRule {

    private static final String SCHEME = "bearer ";

    private final byte @Nullable [] digest;

    /**
     * The rule.
     *
     * @param token null when none is asked for
     */
    public TokenRule(@Nullable String token) {
        this.digest = token == null ? null : digest(token);
    }

    /** Why the request is refused; null when it is not. */
    public @Nullable Problem refusal(HttpServerRequest request, String path) {
        if (digest == null || open(path)) {
            return null;
        }
        String given = given(request);
        // digests have one length, so that not even the token's length can be measured
        if (given != null && MessageDigest.isEqual(digest, digest(given))) {
            return null;
        }
        return Problem.of(
                "unauthorized",
                "Unauthorized",
                401,
                given == null ? "a bearer token is needed" : "the bearer token is not the right one");
    }

    private static boolean open(String path) {
        return path.equals("/q/health")
                || path.startsWith("/q/health/")
                || path.startsWith("/millrace/")
                // files that everybody can have elsewhere too
                || path.startsWith("/webjars/");
    }

    private static @Nullable String given(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return request.getParam("access_token");
        }
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : null;
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
