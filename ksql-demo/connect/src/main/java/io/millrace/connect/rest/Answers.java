package io.millrace.connect.rest;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests on virtual threads, as what they ask for may block, and turns failures into Kafka Connect's form.
 */
final class Answers {

    private static final Logger log = LoggerFactory.getLogger(Answers.class);
    private static final int AT_A_TIME = 64;

    private final Semaphore room = new Semaphore(AT_A_TIME);

    /** What a request asks for. */
    @FunctionalInterface
    interface Question {
        Answer ask(RoutingContext context);
    }

    /** Failures of the router itself. */
    void errors(Router router) {
        for (int code : new int[] {400, 401, 403, 404, 405, 406, 413, 415, 500}) {
            router.errorHandler(code, context -> send(context, failed(code)));
        }
    }

    private static Answer failed(int code) {
        String phrase = HttpResponseStatus.valueOf(code).reasonPhrase();
        return new Answer(code, Shapes.error(code, "HTTP " + code + " " + phrase), Map.of());
    }

    static String body(RoutingContext context) {
        String type = context.request().getHeader("Content-Type");
        if (type == null || !type.strip().toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw new Refusal(415, "HTTP 415 Unsupported Media Type: send application/json");
        }
        String body = context.body().asString();
        return body == null ? "" : body;
    }

    void answer(RoutingContext context, Question question) {
        if (!room.tryAcquire()) {
            send(
                    context,
                    new Answer(503, Shapes.error(503, "too many requests at a time"), Map.of("Retry-After", "1")));
            return;
        }
        Thread.ofVirtual().name("connect-request").start(() -> {
            try {
                Answer answer = asked(context, question);
                context.vertx().runOnContext(_ -> send(context, answer));
            } finally {
                room.release();
            }
        });
    }

    private static Answer asked(RoutingContext context, Question question) {
        try {
            return question.ask(context);
        } catch (Refusal e) {
            return new Answer(e.code, Shapes.error(e.code, e.message), Map.of());
        } catch (StreamException e) {
            int code = code(e);
            return new Answer(
                    code, Shapes.error(code, e.reason()), code == 503 ? Map.of("Retry-After", "1") : Map.of());
        } catch (RuntimeException e) {
            log.error("request failed, path={}", context.request().path(), e);
            return new Answer(500, Shapes.error(500, "Internal Server Error"), Map.of());
        }
    }

    private static int code(StreamException failure) {
        return switch (failure) {
            case InvalidRequestException wrong ->
                switch (wrong.kind()) {
                    case MALFORMED, UNPROCESSABLE -> 400;
                    case NOT_FOUND -> 404;
                    case CONFLICT -> 409;
                    case TOO_MANY -> 429;
                };
            case TransientException _ -> 503;
            case PoisonException _ -> 400;
            case FatalException _ -> 500;
        };
    }

    private static void send(RoutingContext context, Answer answer) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.code());
        answer.headers().forEach(response::putHeader);
        if (answer.body() == null) {
            response.end();
        } else {
            response.putHeader("Content-Type", "application/json")
                    .end(answer.body().toString());
        }
    }

    /** A code that no failure of ours stands for. */
    private static final class Refusal extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int code;
        private final String message;

        Refusal(int code, String message) {
            super(message, null, false, false);
            this.code = code;
            this.message = message;
        }
    }
}
