package io.millrace.vehicles.app;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.time.Ticker;
import io.millrace.service.problem.Problem;
import io.millrace.service.problem.ProblemResponse;
import io.millrace.service.stream.StreamRoutes;
import io.millrace.vehicles.hfp.VehicleKey;
import io.millrace.vehicles.live.FilterReader;
import io.millrace.vehicles.live.FollowMode;
import io.millrace.vehicles.live.GeoJson;
import io.millrace.vehicles.live.PositionRow;
import io.millrace.vehicles.live.Sighting;
import io.millrace.vehicles.live.VehicleBoard;
import io.millrace.vehicles.live.VehicleFilter;
import io.millrace.vehicles.live.VehiclePage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Vehicles over HTTP. Answers are bytes that the board's forms make, so they go out on the event loop that asked; what
 * looks at more than a few vehicles is done on a virtual thread.
 */
final class VehicleRoutes {

    private static final String STREAM = "vehicles";
    private static final String GEOJSON = "application/geo+json";

    private final VehicleBoard board;
    private final StreamRoutes streams;
    private final FollowStreams follow;
    private final Ticker ticker;
    private final int pageSize;

    VehicleRoutes(VehicleBoard board, StreamRoutes streams, Ticker ticker, int pageSize) {
        this.board = board;
        this.streams = streams;
        this.follow = new FollowStreams(board);
        this.ticker = ticker;
        this.pageSize = pageSize;
    }

    void mount(Router router) {
        router.get("/v1/vehicles").handler(this::vehicles);
        router.get("/v1/vehicles/:operator/:number").handler(context -> guarded(context, () -> one(context)));
        router.get("/v1/vehicles/:operator/:number/trail").handler(context -> guarded(context, () -> trail(context)));
    }

    private void vehicles(RoutingContext context) {
        guarded(context, () -> {
            FilterReader asked = new FilterReader(query(context));
            boolean upgrade = "websocket".equalsIgnoreCase(context.request().getHeader(HttpHeaders.UPGRADE));
            FollowMode mode = mode(context, asked, upgrade);
            if (mode == FollowMode.PULL && upgrade) {
                throw new InvalidRequestException(
                        Reason.MALFORMED,
                        "parameter mode is 'pull', must be follow or snapshot+follow for a WebSocket");
            }
            if (mode == FollowMode.PULL) {
                pull(context, asked);
            } else {
                streams.answer(context, STREAM, follow);
            }
        });
    }

    private static FollowMode mode(RoutingContext context, FilterReader asked, boolean upgrade) {
        FollowMode mode = asked.mode();
        if (mode != null) {
            return mode;
        }
        String accept = context.request().getHeader(HttpHeaders.ACCEPT);
        boolean events = accept != null && accept.toLowerCase(Locale.ROOT).contains("text/event-stream");
        return upgrade || events ? FollowMode.SNAPSHOT_FOLLOW : FollowMode.PULL;
    }

    private void pull(RoutingContext context, FilterReader asked) {
        PullForm form =
                PullForm.wanted(context.request().getHeader(HttpHeaders.ACCEPT)).orElse(null);
        if (form == null) {
            ProblemResponse.send(
                    context, Problem.of("not-acceptable", "Not acceptable", 406, "vehicles are " + PullForm.known()));
            return;
        }
        VehicleFilter filter = asked.filter();
        int limit = asked.limit(pageSize, pageSize);
        VehicleKey after = asked.after();
        if (!filter.vehicles().isEmpty() && filter.numbers().isEmpty()) {
            page(context, form, board.query(filter, after, limit));
            return;
        }
        Thread.ofVirtual()
                .name("pull-vehicles")
                .start(() -> guarded(context, () -> {
                    page(context, form, board.query(filter, after, limit));
                }));
    }

    private static void page(RoutingContext context, PullForm form, VehiclePage page) {
        context.response().putHeader("Vary", "Accept").putHeader("X-Total-Count", Integer.toString(page.total()));
        if (page.next() != null) {
            context.response().putHeader("X-Next", page.next().text());
        }
        send(context, form.type(), form.encode(page));
    }

    private void one(RoutingContext context) {
        Sighting seen = find(context);
        send(context, "application/json", PositionRow.json(seen, ticker.now()));
    }

    private void trail(RoutingContext context) {
        VehicleKey key = find(context).position().key();
        send(context, GEOJSON, GeoJson.trail(key, board.trail(key)));
    }

    private Sighting find(RoutingContext context) {
        String text = context.pathParam("operator") + "/" + context.pathParam("number");
        Sighting seen = board.find(key(text));
        if (seen == null) {
            throw new InvalidRequestException(Reason.NOT_FOUND, "there is no vehicle " + text + " on the board");
        }
        return seen;
    }

    private static VehicleKey key(String text) {
        try {
            return VehicleKey.parse(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(Reason.MALFORMED, String.valueOf(e.getMessage()), e);
        }
    }

    private static Map<String, String> query(RoutingContext context) {
        Map<String, String> query = new LinkedHashMap<>();
        context.queryParams().forEach(query::putIfAbsent);
        return query;
    }

    private static void send(RoutingContext context, String type, byte[] body) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(Buffer.buffer(body));
    }

    private static void guarded(RoutingContext context, Runnable answer) {
        try {
            answer.run();
        } catch (RuntimeException e) {
            ProblemResponse.send(context, e);
        }
    }
}
