package io.millrace.service.security;

import io.millrace.service.problem.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may open a WebSocket. Browsers let any page try, whatever CORS says, and send its origin; so a page
 * from elsewhere could read the streams of a service on the loopback of whoever looks at it. Programs send no origin.
 */
public final class OriginRule {

    private final List<String> allowed;

    /**
     * The rule.
     *
     * @param allowed origins besides the service's own: {@code https://example.org}, {@code *} for any, or a regular
     *     expression between slashes, as {@code quarkus.http.cors.origins} has it
     */
    public OriginRule(List<String> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /** Why the request is refused; null when it is not. */
    public @Nullable Problem refusal(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null || ownHost(origin, request.getHeader(HttpHeaders.HOST)) || allows(origin)) {
            return null;
        }
        return Problem.of(
                "forbidden-origin",
                "Forbidden origin",
                403,
                "pages from " + origin + " may not open a WebSocket here, see quarkus.http.cors.origins");
    }

    private static boolean ownHost(String origin, @Nullable String host) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private boolean allows(String origin) {
        return allowed.stream().anyMatch(rule -> matches(rule, origin));
    }

    private static boolean matches(String rule, String origin) {
        if (rule.length() > 2 && rule.startsWith("/") && rule.endsWith("/")) {
            return Pattern.matches(rule.substring(1, rule.length() - 1), origin);
        }
        return rule.equals("*") || rule.equalsIgnoreCase(origin);
    }
}
