package io.millrace.ksql.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may call. The token comes as {@code Authorization: Bearer}, or as the password of {@code Basic}, which is what
 * clients made for ksqlDB can send. A web page may call only from an origin that is allowed: browsers let any page post
 * to a server on the loopback of whoever looks at it.
 */
final class AccessRule {

    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";

    private final byte @Nullable [] digest;
    private final List<String> origins;

    AccessRule(KsqlApiSettings settings) {
        this.digest = settings.token() == null ? null : digest(settings.token());
        this.origins = settings.origins();
    }

    /** Why a request is refused; null when it is not. */
    @Nullable
    RefusedException refusal(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !allows(origin, request.getHeader(HttpHeaders.HOST))) {
            return RefusedException.of(RefusedException.FORBIDDEN, "pages from " + origin + " may not call this API");
        }
        if (digest == null
                || Exchange.path(request).equals("/healthcheck")
                || request.method().equals(HttpMethod.OPTIONS)) {
            return null;
        }
        String given = given(request.getHeader(HttpHeaders.AUTHORIZATION));
        if (given == null) {
            return RefusedException.of(RefusedException.UNAUTHORIZED, "a bearer token is needed");
        }
        // digests have one length, so that not even the token's length can be measured
        return MessageDigest.isEqual(digest, digest(given))
                ? null
                : RefusedException.of(RefusedException.UNAUTHORIZED, "the token is not the right one");
    }

    /** Lets the browser show the answer to a page that may call. */
    static void share(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null) {
            request.response()
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                    .putHeader(HttpHeaders.VARY, "Origin");
        }
    }

    private boolean allows(String origin, @Nullable String host) {
        return origins.contains("*")
                || origins.stream().anyMatch(origin::equalsIgnoreCase)
                || (host != null && host.equalsIgnoreCase(authority(origin)));
    }

    private static @Nullable String authority(String origin) {
        try {
            return URI.create(origin).getRawAuthority();
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static @Nullable String given(@Nullable String header) {
        if (header == null) {
            return null;
        }
        if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return header.substring(BEARER.length()).strip();
        }
        if (header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return password(header.substring(BASIC.length()).strip());
        }
        return null;
    }

    private static @Nullable String password(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
