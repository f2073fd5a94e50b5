package io.millrace.service.app;

import io.millrace.service.problem.Problem;
import io.millrace.service.problem.ProblemResponse;
import io.millrace.service.problem.StatusProblem;
import io.millrace.service.security.TokenRule;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** What stands around every service's own routes: the token before them, problem documents behind them. */
@ApplicationScoped
class ServiceRoutes {

    /** After CORS (300), so that a preflight, which never carries a token, is answered. */
    private static final int TOKEN_PRIORITY = 250;

    /** Before Quarkus' own answers to what nobody else answered. */
    private static final int FALLBACK_ORDER = Integer.MAX_VALUE - 10;

    private static final int FAILURE_ORDER = -1_000;

    private final TokenRule tokens;

    ServiceRoutes(TokenRule tokens) {
        this.tokens = tokens;
    }

    void filter(@Observes Filters filters) {
        filters.register(this::checkToken, TOKEN_PRIORITY);
    }

    private void checkToken(RoutingContext context) {
        Problem refused = tokens.refusal(context.request(), context.normalizedPath());
        if (refused == null) {
            context.next();
        } else {
            context.response().putHeader("WWW-Authenticate", "Bearer realm=\"millrace\"");
            ProblemResponse.send(context, refused);
        }
    }

    void route(@Observes Router router) {
        router.route().order(FALLBACK_ORDER).handler(ServiceRoutes::notFound);
        router.route().order(FAILURE_ORDER).failureHandler(ServiceRoutes::failed);
    }

    private static void notFound(RoutingContext context) {
        ProblemResponse.send(context, StatusProblem.of(404, "nothing is at " + context.normalizedPath()));
    }

    private static void failed(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure == null) {
            ProblemResponse.send(context, StatusProblem.of(context.statusCode(), null));
        } else {
            ProblemResponse.send(context, failure);
        }
    }
}
