package io.millrace.service.problem;

import org.jspecify.annotations.Nullable;

/** Problems of HTTP itself, known by nothing but their status. */
public final class StatusProblem {

    private StatusProblem() {}

    /**
     * The problem of a status.
     *
     * @param status 400 to 599; anything else counts as 500
     * @param detail null where nothing may be told
     */
    public static Problem of(int status, @Nullable String detail) {
        return switch (status) {
            case 400 -> Problem.of("malformed-request", "Malformed request", 400, detail);
            case 401 -> Problem.of("unauthorized", "Unauthorized", 401, detail);
            case 403 -> Problem.of("forbidden", "Forbidden", 403, detail);
            case 404 -> Problem.of("not-found", "Not found", 404, detail);
            case 405 -> Problem.of("method-not-allowed", "Method not allowed", 405, detail);
            case 406 -> Problem.of("not-acceptable", "Not acceptable", 406, detail);
            case 408 -> Problem.of("request-timeout", "Request timeout", 408, detail);
            case 409 -> Problem.of("conflict", "Conflict", 409, detail);
            case 412 -> Problem.of("precondition-failed", "Precondition failed", 412, detail);
            case 413 -> Problem.of("content-too-large", "Content too large", 413, detail);
            case 414 -> Problem.of("uri-too-long", "URI too long", 414, detail);
            case 415 -> Problem.of("unsupported-media-type", "Unsupported media type", 415, detail);
            case 422 -> Problem.of("unprocessable", "Unprocessable content", 422, detail);
            case 428 -> Problem.of("precondition-required", "Precondition required", 428, detail);
            case 429 -> Problem.of("too-many", "Too many at a time", 429, detail);
            case 503 -> Problem.of("unavailable", "Unavailable for now", 503, detail);
            default ->
                status >= 400 && status < 500
                        ? Problem.of("refused", "Refused", status, detail)
                        : Problem.of("internal", "Internal failure", Math.clamp(status, 500, 599), null);
        };
    }
}
