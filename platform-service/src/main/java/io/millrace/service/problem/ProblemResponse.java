package io.millrace.service.problem;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Sends problem documents from Vert.x routes. */
public final class ProblemResponse {

    private ProblemResponse() {}

    /** Answers with the problem of a failure, unless an answer has begun. */
    public static void send(RoutingContext context, Throwable failure) {
        send(context, FailureMapper.problem(failure));
    }

    /** Answers with a problem, unless an answer has begun. */
    public static void send(RoutingContext context, Problem problem) {
        HttpServerResponse response = context.response();
        if (response.headWritten() || response.ended() || response.closed()) {
            return;
        }
        if (FailureMapper.retryable(problem.status())) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(FailureMapper.RETRY_AFTER_SECONDS));
        }
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(problem.at(context.request().path()).toJson());
    }
}
