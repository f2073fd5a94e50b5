package io.millrace.ingest.feed;

import io.millrace.core.json.JsonRow;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * An exchange that says what a test tells it, and has trades for its REST API. All trades look alike but for their id.
 */
final class ScriptedExchange implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpServer server;

    /** Connections, in their order. */
    final List<ServerWebSocket> sockets = new CopyOnWriteArrayList<>();

    /** What clients sent. */
    final List<String> received = new CopyOnWriteArrayList<>();

    /** Queries of the REST API. */
    final List<String> queries = new CopyOnWriteArrayList<>();

    /** Trades that the REST API has. */
    final ConcurrentSkipListMap<Long, String> trades = new ConcurrentSkipListMap<>();

    volatile int restStatus = 200;
    volatile int pageLength = 1_000;

    /** Does with each subscription, and the number of its connection from 0, what a test says. */
    ScriptedExchange(BiConsumer<ServerWebSocket, Integer> subscribed) {
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(0)
                        .setPerMessageWebSocketCompressionSupported(true))
                .webSocketHandler(socket -> {
                    int number = sockets.size();
                    sockets.add(socket);
                    socket.textMessageHandler(text -> {
                        received.add(text);
                        subscribed.accept(socket, number);
                    });
                })
                .requestHandler(this::rest);
        var _ = server.listen().toCompletionStage().toCompletableFuture().join();
    }

    /** One that confirms each subscription, and then says these. */
    static ScriptedExchange saying(String... messages) {
        return new ScriptedExchange((socket, _) -> {
            say(socket, confirmation("ticker", "heartbeat"));
            for (String message : messages) {
                say(socket, message);
            }
        });
    }

    static void say(ServerWebSocket to, String message) {
        var _ = to.writeTextMessage(message);
    }

    /** Says something on the newest connection. */
    void say(String message) {
        say(sockets.getLast(), message);
    }

    void hasTrades(long first, long last) {
        LongStream.rangeClosed(first, last).forEach(id -> trades.put(id, """
                {"time":"2025-02-04T02:00:06.419368Z","trade_id":%d,"price":"100.5","size":"0.1","side":"buy"}""".formatted(id)));
    }

    private void rest(HttpServerRequest request) {
        queries.add(request.path() + "?" + request.query());
        if (restStatus != 200) {
            var _ = request.response().setStatusCode(restStatus).end("{\"message\":\"no\"}");
            return;
        }
        MultiMap query = request.params();
        long after = Long.parseLong(query.get("after"));
        long limit = Math.min(pageLength, Long.parseLong(query.get("limit")));
        var _ = request.response()
                .end(trades.headMap(after, false).descendingMap().values().stream()
                        .limit(limit)
                        .collect(Collectors.joining(",", "[", "]")));
    }

    String wss() {
        return "ws://127.0.0.1:" + server.actualPort();
    }

    static String confirmation(String... channels) {
        return JsonRow.of(Map.of(
                        "type",
                        "subscriptions",
                        "channels",
                        Arrays.stream(channels)
                                .map(name -> Map.<String, Object>of("name", name, "product_ids", List.of("BTC-USD")))
                                .toList()))
                .toString();
    }

    static String ticker(long id) {
        return """
                {"type":"ticker","sequence":%d,"product_id":"BTC-USD","price":"100.5","side":"sell",\
                "time":"2025-02-04T02:00:06.419368Z","trade_id":%d,"last_size":"0.1"}""".formatted(id * 10, id);
    }

    static String match(String type, long id) {
        return """
                {"type":"%s","trade_id":%d,"side":"buy","size":"0.1","price":"100.5","product_id":"BTC-USD",\
                "sequence":%d,"time":"2025-02-04T02:00:06.419368Z"}""".formatted(type, id, id * 10);
    }

    static String heartbeat(long lastTradeId) {
        return """
                {"type":"heartbeat","sequence":90,"last_trade_id":%d,"product_id":"BTC-USD",\
                "time":"2025-02-04T02:00:07Z"}""".formatted(lastTradeId);
    }

    static String update(int number) {
        return """
                {"type":"l2update","product_id":"BTC-USD","changes":[["buy","%d","0"]],\
                "time":"2025-02-04T02:00:07Z"}""".formatted(number);
    }

    @Override
    public void close() {
        var _ = vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
