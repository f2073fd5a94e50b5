package io.millrace.ksql.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.core.failure.TransientException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.jspecify.annotations.Nullable;

/**
 * A schema registry over its REST API (Confluent's, and Apicurio's {@code /apis/ccompat/v7}). Answers are kept for
 * good: numbers never change their meaning. Thread-safe; blocks for at most {@value #TIMEOUT_SECONDS} s.
 */
public final class RemoteSchemas implements SchemaRegistry, AutoCloseable {

    private static final int TIMEOUT_SECONDS = 10;
    private static final int NOT_FOUND = 404;
    private static final int SERVER_ERROR = 500;
    private static final String TYPE = "application/vnd.schemaregistry.v1+json";
    private static final JsonMapper MAPPER = new JsonMapper();

    private final URI base;
    private final @Nullable String authorization;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(TIMEOUT_SECONDS))
            .build();
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<String, Integer> ids = new ConcurrentHashMap<>();

    /**
     * Connects with the first request.
     *
     * @param base such as {@code http://127.0.0.1:8081}
     * @param authorization value of that header, null for none
     */
    public RemoteSchemas(URI base, @Nullable String authorization) {
        this.base = URI.create(base.toString().replaceFirst("/+$", ""));
        this.authorization = authorization;
    }

    @Override
    public int id(String subject, Schema schema) {
        String key = subject + '\n' + schema;
        Integer known = ids.get(key);
        if (known != null) {
            return known;
        }
        String path = "/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8) + "/versions";
        String body = MAPPER.createObjectNode().put("schema", schema.toString()).toString();
        JsonNode answer = send(request(path)
                .header("Content-Type", TYPE)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
        int id = answer.path("id").asInt(-1);
        if (id < 0) {
            throw new FormatException("the schema registry gave no number for " + subject + ": " + answer);
        }
        ids.put(key, id);
        return id;
    }

    @Override
    public Schema schema(int id) {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        JsonNode answer = send(request("/schemas/ids/" + id).GET().build());
        try {
            Schema schema = new Schema.Parser().parse(answer.path("schema").asText());
            schemas.put(id, schema);
            return schema;
        } catch (SchemaParseException e) {
            throw new FormatException("schema " + id + " of the registry is no Avro schema: " + e.getMessage(), e);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(TIMEOUT_SECONDS))
                .header("Accept", TYPE);
        return authorization == null ? request : request.header("Authorization", authorization);
    }

    private JsonNode send(HttpRequest request) {
        HttpResponse<String> response = answer(request);
        if (response.statusCode() >= SERVER_ERROR) {
            throw new TransientException("schema registry answers " + response.statusCode() + " to " + request.uri());
        }
        if (response.statusCode() == NOT_FOUND) {
            throw new FormatException(
                    "the schema registry does not know " + request.uri().getPath());
        }
        if (response.statusCode() / 100 != 2) {
            throw new FormatException("schema registry refuses " + request.uri().getPath() + " with "
                    + response.statusCode() + ": " + response.body());
        }
        try {
            return MAPPER.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new TransientException("schema registry gives no JSON for " + request.uri(), e);
        }
    }

    private HttpResponse<String> answer(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new TransientException("schema registry " + base + " does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("interrupted while asking the schema registry " + base, e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
