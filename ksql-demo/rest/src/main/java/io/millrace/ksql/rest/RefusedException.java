package io.millrace.ksql.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import org.jspecify.annotations.Nullable;

/**
 * What is answered instead of a result, in ksqlDB's form: an {@code error_code}, which is the status of HTTP times 100
 * and some, and a message; for a statement its text too, and the results of those before it.
 */
final class RefusedException extends RuntimeException {

    static final int BAD_REQUEST = 40_000;
    static final int BAD_STATEMENT = 40_001;
    static final int WRONG_ENDPOINT = 40_002;
    static final int TOO_MANY_PUSH_QUERIES = 40_003;
    static final int UNAUTHORIZED = 40_100;
    static final int FORBIDDEN = 40_300;
    static final int NOT_FOUND = 40_400;
    static final int NO_SUCH_METHOD = 40_500;
    static final int NOT_ACCEPTABLE = 40_600;
    static final int TOO_LARGE = 41_300;
    static final int TOO_MANY = 42_900;
    static final int SERVER_ERROR = 50_000;
    static final int UNAVAILABLE = 50_300;
    static final int CATCH_UP = 50_301;
    static final int NOT_READY = 50_302;

    private static final long serialVersionUID = 1L;

    private final int code;
    private final @Nullable String statement;
    private final transient ArrayNode entities;

    private RefusedException(
            int code, String message, @Nullable String statement, ArrayNode entities, @Nullable Throwable cause) {
        super(message, cause, false, false);
        this.code = code;
        this.statement = statement;
        this.entities = entities;
    }

    static RefusedException of(int code, String message) {
        return new RefusedException(code, message, null, Json.array(), null);
    }

    static RefusedException badRequest(String message) {
        return of(BAD_REQUEST, message);
    }

    static RefusedException badStatement(String message, String statement) {
        return new RefusedException(BAD_STATEMENT, message, statement, Json.array(), null);
    }

    static RefusedException wrongEndpoint(String message, String statement) {
        return new RefusedException(WRONG_ENDPOINT, message, statement, Json.array(), null);
    }

    /** A statement that failed after others were carried out. */
    static RefusedException of(RuntimeException failure, String statement, ArrayNode entities) {
        return new RefusedException(code(failure), reason(failure), statement, entities, failure);
    }

    /** Any failure of a statement. */
    static RefusedException of(RuntimeException failure, String statement) {
        return failure instanceof RefusedException refused ? refused : of(failure, statement, Json.array());
    }

    /** Any failure that concerns no statement. */
    static RefusedException of(RuntimeException failure) {
        return failure instanceof RefusedException refused
                ? refused
                : new RefusedException(code(failure), reason(failure), null, Json.array(), failure);
    }

    /** What a failure is to the client. */
    static int code(RuntimeException failure) {
        return switch (failure) {
            case RefusedException refused -> refused.code;
            case InvalidRequestException invalid
            when invalid.kind() == InvalidRequestException.Reason.TOO_MANY -> TOO_MANY;
            case InvalidRequestException _ -> BAD_STATEMENT;
            case TransientException _ -> UNAVAILABLE;
            default -> SERVER_ERROR;
        };
    }

    static String reason(RuntimeException failure) {
        return failure instanceof StreamException || failure instanceof RefusedException
                ? String.valueOf(failure.getMessage())
                : "internal error: " + failure;
    }

    int status() {
        // ksqlDB's code for too many push queries lies in the range of bad requests, but they may come again later
        return code == TOO_MANY_PUSH_QUERIES ? 429 : code / 100;
    }

    /** The answer's body. */
    ObjectNode body() {
        return body(statement == null ? "generic_error" : "statement_error");
    }

    private ObjectNode body(String type) {
        ObjectNode body =
                Json.object().put("@type", type).put("error_code", code).put("message", getMessage());
        if (statement != null) {
            body.put("statementText", statement);
            body.set("entities", entities);
        }
        return body;
    }

    /** As the last line of a stream that has begun. */
    static ObjectNode line(RuntimeException failure) {
        return Json.object()
                .put("@type", "generic_error")
                .put("status", "error")
                .put("error_code", code(failure))
                .put("message", reason(failure));
    }
}
