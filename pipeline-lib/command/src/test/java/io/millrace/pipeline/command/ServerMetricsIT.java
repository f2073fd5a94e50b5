package io.millrace.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineInstance;
import io.millrace.pipeline.PipelineObserver;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.graph.GraphDocument;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The meters of {@code module-server}, at a port of their own. */
@Timeout(120)
final class ServerMetricsIT {

    private static final Pattern SAMPLE =
            Pattern.compile("(\\w+)\\{module_name=\"M-UpperCase\",module_id=\"[^\"]+\"} (\\S+)");

    private static HttpResponse<String> get(String address) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
        }
    }

    private static void send(String server) throws Exception {
        GraphDocument document = GraphDocument.parse("test.yaml", """
                pipelines:
                  shout:
                    controllers:
                      - name: only
                        mode: no-order
                        modules:
                          - {external: grpc, name: M-Shout, settings: {targets: "%s"}}
                """.formatted(server));
        try (Pipeline<Object> pipeline = document.pipelines().getFirst().build(new PipelineObserver<>() {});
                PipelineInstance<Object> instance = pipeline.register()) {
            for (Object word : new Object[] {"a", "b", 3}) {
                Status wanted = word instanceof String ? Status.SUCCESS : Status.ERROR;
                assertThat(instance.execute(Map.of("key", word))
                                .toCompletableFuture()
                                .get(60, TimeUnit.SECONDS)
                                .status())
                        .isEqualTo(wanted);
            }
        }
    }

    @Test
    void hasTheReferencesMetersOfTheModule() throws Exception {
        try (Program server = Program.server("upper-case", "--metrics", "127.0.0.1:0")) {
            send(server.address());
            String page = server.lines().getFirst().replaceAll(".*metrics (\\S+)$", "$1");
            HttpResponse<String> answer = get(page);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValue("text/plain; version=0.0.4; charset=utf-8");
            Map<String, Double> samples = new TreeMap<>();
            SAMPLE.matcher(answer.body())
                    .results()
                    .forEach(found -> samples.put(found.group(1), Double.valueOf(found.group(2))));
            assertThat(samples)
                    .as(answer.body())
                    .hasSize(14)
                    .containsEntry("module_input_flowrate_total", 3.0)
                    .containsEntry("module_output_flowrate_total", 2.0)
                    .containsEntry("module_exit_flowrate_total", 0.0)
                    .containsEntry("module_error_flowrate_total", 1.0)
                    .containsEntry("module_success_time_count", 2.0)
                    .containsEntry("module_waiting_time_count", 0.0)
                    .containsEntry("module_processing_counter", 0.0)
                    .containsEntry("module_waiting_counter", 0.0);
            assertThat(samples.get("module_success_time_sum")).isBetween(1e-9, 60.0);
            assertThat(answer.body()).contains("# TYPE module_success_time summary\n");
            assertThat(get(page.replace("/metrics", "/")).statusCode()).isEqualTo(404);
        }
    }
}
