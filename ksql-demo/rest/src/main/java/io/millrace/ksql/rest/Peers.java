package io.millrace.ksql.rest;

import io.millrace.core.failure.TransientException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Other processes with this API, by {@code host:port}. Thread-safe; waits. */
final class Peers implements AutoCloseable {

    private static final Duration PROBE = Duration.ofSeconds(1);

    private final HttpClient http;
    private final @Nullable String token;

    /**
     * As a client.
     *
     * @param token that all processes ask for; null for none
     * @param connect longest wait for a connection
     */
    Peers(@Nullable String token, Duration connect) {
        this.token = token;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connect)
                .build();
    }

    /** Whether a process answers within a second. */
    boolean alive(String process) {
        try {
            HttpRequest request =
                    request(process, "/healthcheck").timeout(PROBE).GET().build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Posts, and returns when the answer has begun.
     *
     * @throws TransientException when there is none
     */
    HttpResponse<InputStream> post(String process, String path, byte[] body, Duration timeout) {
        HttpRequest request = request(process, path)
                .header("Content-Type", "application/json")
                .timeout(timeout)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new TransientException(process + " does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("interrupted while asking " + process, e);
        }
    }

    private HttpRequest.Builder request(String process, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + process + path));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
