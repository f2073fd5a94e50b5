package io.millrace.service.problem;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place that answers a failure: as a problem document, and as a WebSocket close code (RFC 6455, 7.4.1). */
public final class FailureMapper {

    /** Seconds after which a client may try again when a failure does not say. */
    public static final int RETRY_AFTER_SECONDS = 1;

    private static final Logger log = LoggerFactory.getLogger(FailureMapper.class);

    private FailureMapper() {}

    /**
     * The problem for anything that was thrown. What is none of the four failures is a bug: logged here, and not told.
     */
    public static Problem problem(Throwable failure) {
        if (failure instanceof StreamException known) {
            return problem(known);
        }
        log.error("unexpected failure", failure);
        return internal(null);
    }

    /** The problem for one of the four failures. */
    public static Problem problem(StreamException failure) {
        return switch (failure) {
            case InvalidRequestException invalid -> invalid(invalid);
            case PoisonException poison -> Problem.of("poison-record", "Poison record", 422, poison.reason());
            case TransientException transientFailure ->
                Problem.of("unavailable", "Unavailable for now", 503, transientFailure.reason());
            case FatalException fatal -> internal(fatal.reason());
        };
    }

    private static Problem invalid(InvalidRequestException failure) {
        String detail = failure.reason();
        Problem problem = switch (failure.kind()) {
            case MALFORMED -> Problem.of("malformed-request", "Malformed request", 400, detail);
            case NOT_FOUND -> Problem.of("not-found", "Not found", 404, detail);
            case CONFLICT -> Problem.of("conflict", "Conflict", 409, detail);
            case UNPROCESSABLE -> Problem.of("unprocessable", "Unprocessable content", 422, detail);
            case TOO_MANY -> Problem.of("too-many", "Too many at a time", 429, detail);
        };
        for (var member : failure.details().entrySet()) {
            problem = problem.with(member.getKey(), member.getValue());
        }
        return problem;
    }

    private static Problem internal(@Nullable String detail) {
        return Problem.of("internal", "Internal failure", 500, detail);
    }

    /** The close code for one of the four failures. */
    public static short closeCode(StreamException failure) {
        return switch (failure) {
            case InvalidRequestException _ -> 1008;
            case PoisonException _ -> 1007;
            case TransientException _ -> 1013;
            case FatalException _ -> 1011;
        };
    }

    /** Whether a client that gets this status should be told when to try again. */
    public static boolean retryable(int status) {
        return status == 429 || status == 503;
    }
}
