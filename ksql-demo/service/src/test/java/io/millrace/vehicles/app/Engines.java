package io.millrace.vehicles.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.connector.embedded.EmbeddedRedis;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;

/**
 * A real Redis with locations in it, and a server that answers the bytes of ksqlDB's documentation: the table has
 * vehicles 1003 and 1377; a push query gives what the test puts into its own of {@link #QUERIES}.
 */
public final class Engines implements QuarkusTestResourceLifecycleManager {

    /** For each push query that came, the lines that it sends on; {@code END} ends it. */
    static final BlockingQueue<BlockingQueue<String>> QUERIES = new LinkedBlockingQueue<>();

    /** Statements and query ids that came. */
    static final BlockingQueue<String> ASKED = new LinkedBlockingQueue<>();

    private static final String COLUMNS = "`VEH_ID` INTEGER KEY, `LOCATION` STRING";

    private @Nullable EmbeddedRedis redis;
    private @Nullable HttpServer ksql;

    @Override
    public Map<String, String> start() {
        EmbeddedRedis started = EmbeddedRedis.start(0, null, "secret");
        redis = started;
        try (Jedis client = new Jedis("127.0.0.1", started.port())) {
            client.auth("secret");
            client.select(1);
            client.mset(
                    "22/1377", "60.278461|25.021287|1669603746",
                    "18/1003", "60.168786|24.734465|1698068562",
                    "a*b", "60.1|24.9|1");
            client.set("__kafka.offset.bus_current.0", "{\"topic\":\"bus_current\",\"partition\":0,\"offset\":123}");
        }
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", Engines::answer);
            server.start();
            ksql = server;
            Map<String, String> settings = new HashMap<>();
            settings.put("vehicles.redis.server", started.address());
            settings.put("vehicles.redis.password", "secret");
            settings.put(
                    "vehicles.ksqldb.servers.ksqldb-server",
                    "http://127.0.0.1:" + server.getAddress().getPort());
            settings.put("vehicles.ksqldb.servers.away", "http://127.0.0.1:1");
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            ASKED.add(exchange.getRequestURI().getPath() + " " + body);
            switch (exchange.getRequestURI().getPath()) {
                case "/ksql" ->
                    send(
                            exchange,
                            "[{\"sourceDescription\":{\"fields\":[{\"name\":\"VEH_ID\",\"schema\":{\"type\":\"INTEGER\"},"
                                    + "\"type\":\"KEY\"},{\"name\":\"LOCATION\",\"schema\":{\"type\":\"STRING\"}}]}}]");
                case "/query" -> send(exchange, rows(body));
                case "/query-stream" -> push(exchange);
                default -> send(exchange, "{}");
            }
        }
    }

    private static String rows(String body) {
        StringBuilder rows = new StringBuilder("[{\"header\":{\"queryId\":\"q\",\"schema\":\"" + COLUMNS + "\"}}");
        if (!body.contains("where") || body.contains("= 1377;")) {
            rows.append(",\n{\"row\":{\"columns\":[1377,\"60.278461|25.021287|1669603746\"]}}");
        }
        if (!body.contains("where")) {
            rows.append(",\n{\"row\":{\"columns\":[1003,\"60.168786|24.734465|1698068562\"]}}");
        }
        return rows.append("]\n").toString();
    }

    private static void push(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        out.write(
                "{\"queryId\":\"p1\",\"columnNames\":[\"VEH_ID\",\"LOCATION\"],\"columnTypes\":[\"INTEGER\",\"STRING\"]}\n"
                        .getBytes(UTF_8));
        out.flush();
        BlockingQueue<String> changes = new LinkedBlockingQueue<>();
        QUERIES.add(changes);
        try {
            for (String line = changes.take(); !line.equals("END"); line = changes.take()) {
                out.write(line.getBytes(UTF_8));
                out.flush();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void stop() {
        if (redis != null) {
            redis.close();
        }
        if (ksql != null) {
            ksql.stop(0);
        }
    }
}
