package io.millrace.ksql.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.ksql.engine.KsqlEngine;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request on its way to its answer. */
final class Exchange {

    private static final Logger log = LoggerFactory.getLogger(Exchange.class);

    private final HttpServerRequest request;
    private final Outlet outlet;
    private final KsqlEngine engine;
    private final Runnable released;
    private final ApiMeters meters;
    private final String path;
    private final long since;
    private final AtomicBoolean done = new AtomicBoolean();

    /**
     * For a request that came.
     *
     * @param path as meters name it
     * @param since when it came
     * @param released is run when it no longer counts as under way
     */
    Exchange(
            HttpServerRequest request,
            Outlet outlet,
            KsqlEngine engine,
            ApiMeters meters,
            String path,
            long since,
            Runnable released) {
        this.request = request;
        this.outlet = outlet;
        this.engine = engine;
        this.meters = meters;
        this.path = path;
        this.since = since;
        this.released = released;
    }

    HttpServerRequest request() {
        return request;
    }

    Outlet outlet() {
        return outlet;
    }

    KsqlEngine engine() {
        return engine;
    }

    /** What the path has behind its fixed part. */
    String rest(String fixed) {
        return path(request).substring(fixed.length());
    }

    void json(JsonNode body) {
        answer(200, contentType(request), Json.bytes(body));
    }

    void answer(int status, String contentType, byte[] body) {
        outlet.answer(status, contentType, body);
        answered(status);
    }

    /** It is answered, or its answer has begun and goes on for long. */
    void answered(int status) {
        if (done.compareAndSet(false, true)) {
            meters.answered(path, status, since);
            released.run();
        }
    }

    /** Tells a failure instead of an answer; breaks off an answer that has begun. */
    void fail(RuntimeException failure) {
        if (RefusedException.code(failure) == RefusedException.SERVER_ERROR) {
            log.error("request failed, path={}", path, failure);
        }
        RefusedException refusal = RefusedException.of(failure);
        if (outlet.begun()) {
            outlet.cut();
            answered(refusal.status());
        } else {
            answer(refusal.status(), contentType(request), Json.bytes(refusal.body()));
        }
    }

    /** The path that is asked for; empty when a request names none, as CONNECT does. */
    static String path(HttpServerRequest request) {
        String path = request.path();
        return path == null ? "" : path;
    }

    static String contentType(HttpServerRequest request) {
        String accept = request.getHeader("accept");
        return accept != null && accept.contains("application/vnd.ksql.v1+json")
                ? "application/vnd.ksql.v1+json"
                : "application/json";
    }
}
