package io.millrace.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.Bench.Reply;
import io.millrace.connector.embedded.EmbeddedKafka;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The REST API against Kafka Connect's shapes and codes. */
final class ConnectApiIT {

    private static final Map<String, String> SINK = Map.of(
            "connector.class",
            "FileStreamSink",
            "topics",
            "lines",
            "file",
            "out.txt",
            "value.converter",
            "StringConverter");

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static EmbeddedKafka kafka;

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // made before each test
    private Bench bench;

    @BeforeAll
    static void startKafka() throws Exception {
        kafka = EmbeddedKafka.start();
        Topics.create(kafka.bootstrapServers(), "lines", 1);
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void start() {
        bench = begin(List.of());
    }

    private Bench begin(List<Path> files) {
        Bench begun = Bench.start(Bench.settings(kafka.bootstrapServers(), null, files, folder));
        begun.ready();
        return begun;
    }

    @AfterEach
    void stop() {
        bench.get("/connectors").body().forEach(name -> bench.delete("/connectors/" + name.asText()));
        bench.close();
    }

    private static void refused(Reply reply, int code, String message) {
        assertThat(reply.status()).isEqualTo(code);
        assertThat(reply.body().path("error_code").asInt()).isEqualTo(code);
        assertThat(reply.body().path("message").asText()).contains(message);
    }

    @Test
    void tellsWhoItIs() {
        JsonNode root = bench.get("/").body();

        assertThat(root.path("version").asText()).startsWith("4.");
        assertThat(root.path("kafka_cluster_id").asText()).isNotEmpty();
        assertThat(bench.get("/health").body().path("status").asText()).isEqualTo("healthy");
    }

    @Test
    void makesShowsAndDeletesAConnector() {
        Reply made = bench.post("/connectors", Bench.connector("lines-sink", SINK));

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.response().headers().firstValue("Location")).hasValue("/connectors/lines-sink");
        assertThat(made.body().path("name").asText()).isEqualTo("lines-sink");
        assertThat(made.body().path("config").path("file").asText()).isEqualTo("out.txt");
        assertThat(made.body().path("tasks").isArray()).isTrue();
        assertThat(made.body().path("tasks")).isEmpty();
        assertThat(made.body().path("type").asText()).isEqualTo("sink");

        JsonNode task = bench.running("lines-sink");
        assertThat(task.path("id").asInt()).isZero();
        assertThat(task.has("trace")).isFalse();
        JsonNode status = bench.get("/connectors/lines-sink/status").body();
        String worker = "127.0.0.1:" + bench.runtime().port();
        assertThat(status)
                .hasToString("{\"name\":\"lines-sink\",\"connector\":{\"state\":\"RUNNING\",\"worker_id\":\"" + worker
                        + "\"},\"tasks\":[{\"id\":0,\"state\":\"RUNNING\",\"worker_id\":\"" + worker
                        + "\"}],\"type\":\"sink\"}");
        assertThat(bench.get("/connectors").body()).hasToString("[\"lines-sink\"]");
        assertThat(bench.get("/connectors/lines-sink").body().path("tasks"))
                .hasToString("[{\"connector\":\"lines-sink\",\"task\":0}]");
        assertThat(bench.get("/connectors/lines-sink/tasks/0/status").body()).isEqualTo(task);
        assertThat(bench.get("/connectors/lines-sink/tasks")
                        .body()
                        .path(0)
                        .path("id")
                        .path("task")
                        .asInt())
                .isZero();
        assertThat(bench.get("/connectors/lines-sink/topics").body())
                .hasToString("{\"lines-sink\":{\"topics\":[\"lines\"]}}");
        JsonNode expanded =
                bench.get("/connectors?expand=status&expand=info").body().path("lines-sink");
        assertThat(expanded.path("status")).isEqualTo(status);
        assertThat(expanded.path("info"))
                .isEqualTo(bench.get("/connectors/lines-sink").body());

        assertThat(bench.delete("/connectors/lines-sink").status()).isEqualTo(204);
        refused(bench.get("/connectors/lines-sink"), 404, "Connector lines-sink not found");
        refused(bench.get("/connectors/lines-sink/status"), 404, "No status found for connector lines-sink");
        refused(bench.delete("/connectors/lines-sink"), 404, "Connector lines-sink not found");
    }

    @Test
    void refusesWhatIsThereAlreadyOrWrong() {
        bench.post("/connectors", Bench.connector("lines-sink", SINK));

        refused(
                bench.post("/connectors", Bench.connector("lines-sink", SINK)),
                409,
                "Connector lines-sink already exists");
        refused(
                bench.post("/connectors", Bench.connector("other", Map.of("connector.class", "FileStreamSink"))),
                400,
                "Connector configuration is invalid and contains the following 2 error(s):");
        refused(
                bench.post("/connectors", Bench.connector("other", Map.of("connector.class", "Nothing"))),
                400,
                "Failed to find any class that implements Connector and which name matches Nothing");
        refused(bench.post("/connectors", "{"), 400, "the body is not JSON: line 1");
        refused(bench.post("/connectors", "{\"config\":{}}"), 400, "name must be");
        refused(
                bench.send(bench.request("/connectors").POST(BodyPublishers.ofString("{}"))),
                415,
                "Unsupported Media Type");
        refused(bench.get("/nothing"), 404, "HTTP 404 Not Found");
        refused(bench.delete("/connectors"), 405, "HTTP 405 Method Not Allowed");
        refused(bench.get("/connectors?expand=all"), 400, "expand must be status or info, was 'all'");
        refused(bench.get("/connectors/lines-sink/tasks/7/status"), 404, "No status found for task lines-sink-7");
        refused(bench.put("/connectors/none/pause", ""), 404, "Connector none not found");
    }

    @Test
    void changesConfigurationsAndStates() {
        String config = Bench.JSON.valueToTree(SINK).toString();
        assertThat(bench.put("/connectors/lines-sink/config", config).status()).isEqualTo(201);
        assertThat(bench.put("/connectors/lines-sink/config", config.replace("out.txt", "new.txt"))
                        .status())
                .isEqualTo(200);
        assertThat(bench.get("/connectors/lines-sink/config")
                        .body()
                        .path("file")
                        .asText())
                .isEqualTo("new.txt");
        bench.running("lines-sink");

        assertThat(bench.put("/connectors/lines-sink/pause", "").status()).isEqualTo(202);
        JsonNode paused = bench.get("/connectors/lines-sink/status").body();
        assertThat(paused.path("connector").path("state").asText()).isEqualTo("PAUSED");
        assertThat(paused.path("tasks").path(0).path("state").asText()).isEqualTo("PAUSED");
        assertThat(bench.put("/connectors/lines-sink/resume", "").status()).isEqualTo(202);
        bench.running("lines-sink");

        assertThat(bench.put("/connectors/lines-sink/stop", "").status()).isEqualTo(204);
        JsonNode stopped = bench.get("/connectors/lines-sink/status").body();
        assertThat(stopped.path("connector").path("state").asText()).isEqualTo("STOPPED");
        assertThat(stopped.path("tasks")).isEmpty();
        bench.put("/connectors/lines-sink/resume", "");
        bench.running("lines-sink");

        assertThat(bench.post("/connectors/lines-sink/restart", "").status()).isEqualTo(204);
        Reply restarted = bench.post("/connectors/lines-sink/restart?includeTasks=true", "");
        assertThat(restarted.status()).isEqualTo(202);
        assertThat(restarted.body().path("tasks").path(0).path("state").asText())
                .isEqualTo("RESTARTING");
        bench.running("lines-sink");
        assertThat(bench.post("/connectors/lines-sink/tasks/0/restart", "").status())
                .isEqualTo(204);
        refused(bench.post("/connectors/lines-sink/tasks/3/restart", ""), 404, "Unknown task: lines-sink-3");
        bench.running("lines-sink");
    }

    @Test
    void keepsConnectorsAndTheirStatesOverARestart() {
        bench.post("/connectors", Bench.connector("running", SINK));
        bench.post(
                "/connectors",
                Bench.connector(
                        "paused",
                        Map.of(
                                "connector.class",
                                "FileStreamSink",
                                "topics",
                                "lines",
                                "file",
                                "paused.txt",
                                "value.converter",
                                "StringConverter")));
        bench.post("/connectors", Bench.connector("gone", SINK));
        bench.put("/connectors/paused/pause", "");
        bench.delete("/connectors/gone");

        bench.close();
        bench = begin(List.of());

        assertThat(bench.get("/connectors").body()).hasToString("[\"paused\",\"running\"]");
        bench.running("running");
        assertThat(bench.get("/connectors/paused/status")
                        .body()
                        .path("connector")
                        .path("state")
                        .asText())
                .isEqualTo("PAUSED");
    }

    @Test
    void showsAndChecksWhatThereIs() {
        JsonNode plugins = bench.get("/connector-plugins").body();
        assertThat(plugins.findValuesAsText("class"))
                .contains(
                        "io.confluent.connect.mqtt.MqttSourceConnector",
                        "com.github.jcustenborder.kafka.connect.redis.RedisSinkConnector");

        Reply checked = bench.put(
                "/connector-plugins/RedisSinkConnector/config/validate",
                "{\"connector.class\":\"RedisSink\",\"name\":\"r\",\"redis.database\":\"x\",\"redis.password\":\"hunter2\"}");
        assertThat(checked.status()).isEqualTo(200);
        assertThat(checked.body().path("error_count").asInt()).isEqualTo(2);
        assertThat(checked.response().body()).doesNotContain("hunter2");
        List<String> wrong = new ArrayList<>();
        for (JsonNode one : checked.body().path("configs")) {
            one.path("value").path("errors").forEach(error -> wrong.add(error.asText()));
        }
        assertThat(wrong)
                .anySatisfy(text -> assertThat(text).contains("redis.database must be a whole number, was 'x'"))
                .anySatisfy(text -> assertThat(text).contains("\"topics\" which has no default value"));
        refused(bench.put("/connector-plugins/None/config/validate", "{}"), 404, "Unknown plugin None");
    }

    @Test
    void neverTellsASecretAndTakesItsMaskBack() throws Exception {
        String secret = Bench.connector(
                "redis-sink",
                Map.of(
                        "connector.class", "RedisSink",
                        "topics", "lines",
                        "redis.hosts", "127.0.0.1:1",
                        "redis.password", "hunter2"));
        List<Reply> replies = new ArrayList<>();
        replies.add(bench.post("/connectors", secret));
        JsonNode failed = bench.task(
                "redis-sink", "fails", task -> task.path("state").asText().equals("FAILED"));
        assertThat(failed.path("trace").asText())
                .contains("Redis at 127.0.0.1:1/1")
                .contains("comes by itself at");
        JsonNode config = bench.get("/connectors/redis-sink/config").body();
        assertThat(config.path("redis.password").asText()).isEqualTo("********");
        replies.add(
                bench.put("/connectors/redis-sink/config", config.toString().replace("127.0.0.1:1", "127.0.0.1:2")));
        for (String path : List.of("", "/config", "/status", "/tasks")) {
            replies.add(bench.get("/connectors/redis-sink" + path));
        }
        replies.add(bench.get("/connectors?expand=status&expand=info"));
        for (Reply reply : replies) {
            assertThat(reply.status()).isLessThan(300);
            assertThat(reply.response().body()).doesNotContain("hunter2");
        }
        // what is kept still has it
        List<String> kept = Topics.read(kafka.bootstrapServers(), "connect-configs", 2).stream()
                .filter(row ->
                        row.value() != null && new String(row.key(), StandardCharsets.UTF_8).contains("redis-sink"))
                .map(row -> new String(row.value(), StandardCharsets.UTF_8))
                .toList();
        assertThat(kept.getLast()).contains("127.0.0.1:2").contains("hunter2");
    }

    @Test
    void leavesTheConnectorsOfFilesToTheirFiles() throws IOException {
        Path file = Files.writeString(folder.resolve("filed.json"), Bench.connector("filed", SINK));
        bench.close();
        bench = begin(List.of(file));

        bench.running("filed");
        refused(bench.delete("/connectors/filed"), 409, "is of the file " + file);
        refused(bench.put("/connectors/filed/config", "{}"), 409, "is of the file " + file);
        assertThat(bench.put("/connectors/filed/pause", "").status()).isEqualTo(202);
        bench.close();
        bench = begin(List.of(file));
        assertThat(bench.get("/connectors/filed/status")
                        .body()
                        .path("connector")
                        .path("state")
                        .asText())
                .isEqualTo("PAUSED");
        bench.put("/connectors/filed/resume", "");
    }

    @Test
    void asksForTheTokenAndRefusesPagesFromElsewhere() {
        refused(
                bench.send(bench.request("/connectors")
                        .header("Origin", "https://evil.example")
                        .GET()),
                403,
                "HTTP 403 Forbidden");
        try (Bench closed = Bench.start(Bench.settings(kafka.bootstrapServers(), "sesame", List.of(), null))) {
            refused(closed.get("/connectors"), 401, "HTTP 401 Unauthorized");
            assertThat(closed.send(closed.request("/")
                                    .header("Authorization", "Bearer sesame")
                                    .GET())
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void answersBeforeKafkaDoesAndBeginsWhenItDoes() {
        try (Bench early = Bench.start(Bench.settings("127.0.0.1:1", null, List.of(), null))) {
            assertThat(early.get("/").status()).isEqualTo(200);
            assertThat(early.get("/connector-plugins").status()).isEqualTo(200);
            refused(early.get("/connectors"), 503, "the worker is starting");
            assertThat(early.get("/health").status()).isEqualTo(503);
        }
    }

    @Test
    void movesToAnotherPortWhenItsOwnIsTaken() {
        ConnectSettings usual = Bench.settings(kafka.bootstrapServers(), null, List.of(), null);
        ConnectSettings taken = new ConnectSettings(
                usual.kafka(),
                usual.host(),
                bench.runtime().port(),
                null,
                List.of(),
                null,
                usual.common(),
                null,
                usual.references(),
                null,
                usual.backoff());
        try (Bench second = Bench.start(taken)) {
            assertThat(second.runtime().port()).isNotEqualTo(bench.runtime().port());
            assertThat(second.get("/").status()).isEqualTo(200);
        }
    }

    /** The words of the reference system's README. */
    @Test
    void takesTheReferenceSystemsCommands() throws Exception {
        Files.createDirectories(folder.resolve("connectors"));
        Files.writeString(folder.resolve("connectors/mqtt-source.json"), """
                {
                  "name": "mqtt-source",
                  "config": {
                    "connector.class": "MqttSource",
                    "kafka.topic": "bus_raw",
                    "mqtt.server.uri": "tcp://127.0.0.1:1",
                    "mqtt.clean.session.enabled": "false",
                    "mqtt.topics": "/hfp/v2/journey/ongoing/vp/bus/#",
                    "tasks.max": "1",
                    "confluent.topic.bootstrap.servers": "broker:9092"
                  }
                }
                """);
        String made = curl("""
                curl -X POST http://localhost:8083/connectors \\
                  -H 'Content-Type: application/json' \\
                  -H 'Accept: application/json' \\
                  --data "@./connectors/mqtt-source.json"
                """);
        assertThat(Bench.JSON.readTree(made).path("type").asText()).isEqualTo("source");
        String status = curl("curl -X GET http://localhost:8083/connectors/mqtt-source/status");
        assertThat(Bench.JSON.readTree(status).path("connector").path("state").asText())
                .isEqualTo("RUNNING");
    }

    private String curl(String command) throws IOException, InterruptedException {
        Programs.program("curl");
        Path answer = folder.resolve("answer");
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        command.replace(
                                "localhost:8083", "127.0.0.1:" + bench.runtime().port()))
                .directory(folder.toFile())
                .redirectOutput(answer.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
        return Files.readString(answer);
    }
}
