package io.millrace.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** What a running gateway says about itself. */
final class GatewayProbe {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;
    private final long pid;

    GatewayProbe(int port, long pid) {
        this.port = port;
        this.pid = pid;
    }

    /** The sum of all meters whose line begins so; 0 when there is none. */
    double meter(String prefix) throws IOException, InterruptedException {
        return get("/q/metrics")
                .lines()
                .filter(line -> line.startsWith(prefix))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Heap in use, in MiB. */
    double heap() throws IOException, InterruptedException {
        return meter("jvm_memory_used_bytes{area=\"heap\"") / (1 << 20);
    }

    /** Heap in use right after a full collection, in MiB. */
    double liveHeap() throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        return heap();
    }

    double threads() throws IOException, InterruptedException {
        return meter("jvm_threads_live_threads");
    }

    /** How many queries run. */
    int queries() throws IOException, InterruptedException {
        JsonNode queries = JSON.readTree(get("/queries"));
        return queries.isArray() ? queries.size() : queries.path("queries").size();
    }

    /** Heap, threads and queries in a line. */
    String state() throws IOException, InterruptedException {
        return String.format(
                Locale.ROOT, "live heap %.1f MiB, %.0f threads, %d queries running", liveHeap(), threads(), queries());
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(TIMEOUT)
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(path + " answered " + response.statusCode());
        }
        return response.body();
    }
}
