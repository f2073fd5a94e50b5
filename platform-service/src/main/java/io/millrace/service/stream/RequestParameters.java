package io.millrace.service.stream;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.flow.Overflow;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what a request asks for, and says of the first bad parameter what would be right. */
final class RequestParameters {

    private static final Duration MIN_HEARTBEAT = Duration.ofMillis(100);
    private static final Duration MAX_HEARTBEAT = Duration.ofHours(1);
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private final HttpServerRequest request;

    RequestParameters(HttpServerRequest request) {
        this.request = request;
    }

    /**
     * The request, validated.
     *
     * @param sseHeartbeat of an SSE stream whose request names none
     * @param resumes whether {@code after} is understood
     * @throws InvalidRequestException if a parameter is bad
     */
    StreamRequest parse(Duration sseHeartbeat, boolean resumes) {
        Format format = format();
        boolean events = events() || format == Format.SSE;
        Duration heartbeat = heartbeat(format == Format.SSE ? sseHeartbeat : Duration.ZERO);
        String after = text("after");
        if (after != null && !resumes) {
            throw bad(
                    "after",
                    after,
                    "left out: this stream is live and can not be resumed, resume tokens do not exist yet");
        }
        return new StreamRequest(
                format,
                events,
                overflow(),
                limit(),
                heartbeat,
                text("key"),
                after,
                String.valueOf(request.remoteAddress()),
                query());
    }

    private Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        request.params().forEach(query::putIfAbsent);
        // a secret is not handed on
        query.remove("access_token");
        return query;
    }

    private Format format() {
        if (isUpgrade(request)) {
            return Format.WEBSOCKET;
        }
        String format = text("format");
        if (format == null) {
            return accepts("text/event-stream") ? Format.SSE : Format.NDJSON;
        }
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "ndjson" -> Format.NDJSON;
            case "sse" -> Format.SSE;
            default -> throw bad("format", format, "ndjson or sse (a WebSocket is had by an upgrade request)");
        };
    }

    /** Whether the client wants to turn the connection into a WebSocket. */
    static boolean isUpgrade(HttpServerRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
    }

    private boolean accepts(String type) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.toLowerCase(Locale.ROOT).contains(type);
    }

    private boolean events() {
        String events = text("events");
        if (events == null || events.equalsIgnoreCase("false")) {
            return false;
        }
        if (events.equalsIgnoreCase("true")) {
            return true;
        }
        throw bad("events", events, "true or false");
    }

    private @Nullable Overflow overflow() {
        String text = text("overflow");
        return text == null
                ? null
                : Overflow.parse(text)
                        .orElseThrow(() -> bad(
                                "overflow",
                                text,
                                Arrays.stream(Overflow.values())
                                        .map(Overflow::text)
                                        .collect(Collectors.joining(", "))));
    }

    private OptionalLong limit() {
        String text = text("limit");
        if (text == null) {
            return OptionalLong.empty();
        }
        try {
            long limit = Long.parseLong(text);
            if (limit >= 1) {
                return OptionalLong.of(limit);
            }
        } catch (NumberFormatException _) {
            // told below, like a number out of range
        }
        throw bad("limit", text, "a whole number of rows, at least 1");
    }

    private Duration heartbeat(Duration otherwise) {
        String text = text("heartbeat");
        if (text == null) {
            return otherwise;
        }
        if (text.equalsIgnoreCase("off") || text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher matcher = DURATION.matcher(text);
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            Duration heartbeat = switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> Duration.ofHours(amount);
            };
            if (heartbeat.compareTo(MIN_HEARTBEAT) >= 0 && heartbeat.compareTo(MAX_HEARTBEAT) <= 0) {
                return heartbeat;
            }
        }
        throw bad("heartbeat", text, "a duration from 100ms to 1h such as 5s, or off");
    }

    private @Nullable String text(String name) {
        String value = request.getParam(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static InvalidRequestException bad(String name, String value, String right) {
        return new BadParameter(name, value, right);
    }

    /** The content type of an NDJSON body for this client. */
    String ndjsonType() {
        if (accepts("application/json")) {
            return "application/json";
        }
        // A browser's address bar: shown, where x-ndjson would be saved to a file that never ends.
        return accepts("text/html") ? "text/plain; charset=utf-8" : "application/x-ndjson";
    }

    /** Whether the client can have neither what NDJSON nor what SSE is. */
    boolean acceptsNothing() {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept != null
                && !accept.isBlank()
                && Arrays.stream(accept.toLowerCase(Locale.ROOT).split(","))
                        .map(range -> range.split(";", 2)[0].strip())
                        .noneMatch(RequestParameters::served);
    }

    private static boolean served(String range) {
        return switch (range) {
            case "*/*",
                    "application/*",
                    "text/*",
                    "application/json",
                    "application/x-ndjson",
                    "application/ndjson",
                    "application/jsonl",
                    "text/event-stream",
                    "text/html",
                    "text/plain" -> true;
            default -> false;
        };
    }

    /** Whether the body may be gzipped (RFC 9110, 12.5.3). */
    boolean acceptsGzip() {
        String accept = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        return accept != null
                && Arrays.stream(accept.toLowerCase(Locale.ROOT).split(","))
                        .map(coding -> coding.replace(" ", ""))
                        .anyMatch(coding -> (coding.equals("gzip") || coding.startsWith("gzip;"))
                                && !coding.matches("gzip;q=0(\\.0*)?"));
    }

    private static final class BadParameter extends InvalidRequestException {

        private static final long serialVersionUID = 1L;

        private final String parameter;
        private final String value;

        BadParameter(String parameter, String value, String right) {
            super(Reason.MALFORMED, "parameter " + parameter + " is '" + value + "', must be " + right);
            this.parameter = parameter;
            this.value = value;
        }

        @Override
        public Map<String, Object> details() {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("parameter", parameter);
            details.put("value", value);
            return details;
        }
    }
}
