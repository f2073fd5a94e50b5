package io.millrace.ksql.client;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server of ksqlDB's REST API.
 *
 * <p><b>Threading:</b> thread-safe; made for virtual threads.
 *
 * <p><b>Blocking:</b> everything waits for the server, at most its timeout until an answer begins.
 *
 * <p><b>Failure:</b> {@link TransientException} when the server can not be reached, is not ready or breaks off;
 * {@link KsqlException} when it refuses.
 */
public final class KsqlClient implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final KsqlServer server;
    private final @Nullable String token;
    private final HttpClient http;

    /** A client that has not connected yet, to a server that asks for no token. */
    public KsqlClient(KsqlServer server) {
        this(server, null);
    }

    /**
     * A client that has not connected yet.
     *
     * @param token sent as bearer token with each request; null for none
     */
    public KsqlClient(KsqlServer server, @Nullable String token) {
        this.server = requireNonNull(server, "server is null");
        this.token = token;
        this.http = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .version(server.http2() ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .build();
    }

    /** What the table at the server looks like; the key's columns say so. */
    public List<KsqlColumn> describe(String source) throws InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("ksql", "DESCRIBE " + KsqlText.identifier(source) + ";");
        body.putObject("streamsProperties");
        HttpResponse<InputStream> answer = send("/ksql", body);
        try (InputStream in = answer.body()) {
            JsonNode fields =
                    JSON.readTree(in).path(0).path("sourceDescription").path("fields");
            if (!fields.isArray()) {
                throw new TransientException("ksqlDB does not describe " + source);
            }
            List<KsqlColumn> columns = new ArrayList<>();
            for (JsonNode field : fields) {
                columns.add(new KsqlColumn(
                        field.path("name").asText(),
                        field.at("/schema/type").asText(),
                        field.path("type").asText().equals("KEY")));
            }
            return columns;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /**
     * Runs a query that ends.
     *
     * @param properties of the query, for example {@code ksql.query.pull.max.allowed.offset.lag}
     * @param rows is given each row as it comes, on the calling thread
     * @return the columns of the rows
     */
    public List<KsqlColumn> pull(String sql, Map<String, String> properties, Consumer<KsqlRow> rows)
            throws InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("ksql", sql);
        body.set("streamsProperties", JSON.valueToTree(properties));
        HttpResponse<InputStream> answer = send("/query", body);
        try (InputStream in = answer.body();
                JsonParser parser = JSON.createParser(in)) {
            return readRows(parser, rows);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private static List<KsqlColumn> readRows(JsonParser parser, Consumer<KsqlRow> rows) throws IOException {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw new TransientException("the answer of ksqlDB is no array of rows");
        }
        List<KsqlColumn> columns = List.of();
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            JsonNode object = JSON.readTree(parser);
            StreamException failure = KsqlErrors.find(object);
            if (failure != null) {
                throw failure;
            }
            if (object.has("header")) {
                columns = KsqlText.columns(object.path("header").path("schema").asText());
            } else if (object.has("row")) {
                rows.accept(row(object.path("row")));
            }
        }
        if (parser.currentToken() != JsonToken.END_ARRAY) {
            throw new TransientException("the answer of ksqlDB breaks off");
        }
        return columns;
    }

    private static KsqlRow row(JsonNode row) {
        List<JsonNode> values = new ArrayList<>();
        row.path("columns").forEach(values::add);
        return new KsqlRow(values, row.path("tombstone").asBoolean());
    }

    /**
     * Starts a query that gives rows until it is closed, or the server ends it.
     *
     * @param properties of the query, for example {@code auto.offset.reset}
     */
    public KsqlPush push(String sql, Map<String, String> properties) throws InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("sql", sql);
        body.set("properties", JSON.valueToTree(properties));
        return KsqlPush.open(send("/query-stream", body).body(), server.maxRowBytes(), this);
    }

    /** Tells the server that nobody wants the query any more; one that is unknown there is none either. */
    void closeQuery(String queryId) throws InterruptedException {
        try (InputStream in = send("/close-query", JSON.createObjectNode().put("queryId", queryId))
                .body()) {
            in.readAllBytes();
        } catch (KsqlException _) {
            // it has ended meanwhile
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private HttpResponse<InputStream> send(String path, ObjectNode body) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.at(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        CompletableFuture<HttpResponse<InputStream>> sent =
                http.sendAsync(request.build(), BodyHandlers.ofInputStream());
        try {
            HttpResponse<InputStream> answer = sent.get(server.timeout().toMillis(), TimeUnit.MILLISECONDS);
            if (answer.statusCode() / 100 != 2) {
                throw refused(answer);
            }
            return answer;
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new TransientException(
                    "no answer of ksqlDB at %s within %s".formatted(server.address(), server.timeout()), e);
        } catch (ExecutionException e) {
            throw new TransientException("cannot reach ksqlDB at " + server.address(), e);
        } catch (InterruptedException e) {
            sent.cancel(true);
            throw e;
        }
    }

    private StreamException refused(HttpResponse<InputStream> answer) {
        JsonNode body = MissingNode.getInstance();
        try (InputStream in = answer.body()) {
            body = JSON.readTree(in.readNBytes(server.maxRowBytes()));
        } catch (IOException _) {
            // no JSON: the status says enough
        }
        return KsqlErrors.of(answer.statusCode(), body);
    }

    static TransientException broken(IOException cause) {
        return new TransientException("the answer of ksqlDB breaks off", cause);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
