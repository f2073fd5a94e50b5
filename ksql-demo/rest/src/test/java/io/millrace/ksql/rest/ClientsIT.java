package io.millrace.ksql.rest;

import static io.millrace.ksql.rest.TestServer.await;
import static io.millrace.ksql.rest.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.ksql.client.KsqlClient;
import io.millrace.ksql.client.KsqlException;
import io.millrace.ksql.client.KsqlPush;
import io.millrace.ksql.client.KsqlRow;
import io.millrace.ksql.client.KsqlServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that were made for ksqlDB: ours, and the one that Python has under the name {@code ksql}. */
@Timeout(240)
final class ClientsIT {

    /** Kept between runs; everything below target goes with a clean build. */
    private static final Path PYTHON = Path.of("target", "ksql-python");

    @TempDir
    private static Path folder;

    private static TestServer server;

    @BeforeAll
    static void start() throws InterruptedException {
        server = new TestServer(folder);
        server.ksqlFromEarliest("""
                CREATE STREAM moves (id INT KEY, place STRING)
                  WITH (kafka_topic='client_moves', partitions=1, value_format='json');
                CREATE TABLE places WITH (kafka_topic='client_places') AS
                  SELECT id, LATEST_BY_OFFSET(place) AS place FROM moves GROUP BY id;""");
        server.engine.insert("MOVES", Map.of("ID", 7, "PLACE", "Ä'sö")).join();
        await(
                "the table",
                () -> server.query("SELECT * FROM places WHERE id = 7;").body().size() == 3);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest(name = "HTTP/2: {0}")
    @ValueSource(booleans = {false, true})
    void ours(boolean http2) throws Exception {
        URI address = URI.create("http://" + server.api.address());
        try (KsqlClient client = new KsqlClient(new KsqlServer(address, http2, Duration.ofSeconds(10), 1 << 20))) {
            assertThat(client.describe("places").getFirst().key()).isTrue();
            List<KsqlRow> rows = new ArrayList<>();
            client.pull(
                    "SELECT * FROM places WHERE id = 7;",
                    Map.of("ksql.query.pull.max.allowed.offset.lag", "100"),
                    rows::add);
            assertThat(rows)
                    .singleElement()
                    .satisfies(row -> assertThat(row.values().get(1).asText()).isEqualTo("Ä'sö"));
            try (KsqlPush push = client.push(
                    "SELECT * FROM places EMIT CHANGES LIMIT 1;", Map.of("auto.offset.reset", "earliest"))) {
                KsqlRow first = push.next();
                assertThat(first).isNotNull();
                assertThat(first.values().getFirst().asInt()).isEqualTo(7);
                assertThat(push.next()).isNull();
            }
            assertThatThrownBy(() -> client.describe("nowhere")).isInstanceOf(KsqlException.class);
        }
    }

    @Test
    void python() throws Exception {
        Path program = installed();
        server.ksql("CREATE STREAM made (id STRING KEY, amount BIGINT) WITH"
                + " (kafka_topic='client_python', partitions=1, value_format='json');");
        Path script = Path.of("src", "test", "python", "ksql_client.py");
        String out = run(
                "the Python client",
                program.toString(),
                script.toString(),
                "http://" + server.api.address(),
                "client_python");
        JsonNode told = json(out.lines().reduce((_, last) -> last).orElseThrow());
        assertThat(told.path("streams").toString()).contains("PYTHON_EVENTS");
        assertThat(told.path("acks").findValuesAsText("status")).containsExactly("ok", "ok");
        assertThat(told.path("push")).isEqualTo(json("[{\"ID\":\"a\",\"AMOUNT\":1},{\"ID\":\"b\",\"AMOUNT\":2}]"));
        assertThat(told.path("pull")).isEqualTo(json("[{\"AMOUNT\":1},{\"AMOUNT\":2}]"));
        assertThat(told.path("http2").asText()).contains("columnNames", "[\"a\",1]\n", "[\"b\",2]\n");
        assertThat(told.at("/error/0").asInt()).isEqualTo(40_001);
        assertThat(told.path("closed").asBoolean()).isFalse();
    }

    /** A Python that has the client; tells why there is none. */
    private static Path installed() throws IOException, InterruptedException {
        Path program = PYTHON.resolve("bin").resolve("python");
        Path ready = PYTHON.resolve("ready");
        if (!Files.exists(ready)) {
            String pip = PYTHON.resolve("bin").resolve("pip").toString();
            try {
                run("python3 with venv", "python3", "-m", "venv", PYTHON.toString());
                run("packages", pip, "install", "-q", "setuptools<81", "wheel", "requests", "six", "hyper");
                run("the client", pip, "install", "-q", "--no-build-isolation", "ksql==0.10.2");
            } catch (IOException e) {
                abort("the Python client cannot be had here: " + e.getMessage());
            }
            Files.createFile(ready);
        }
        return program.toAbsolutePath();
    }

    /** What a program printed; throws with it when the program failed. */
    private static String run(String what, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(what + ": " + out);
        }
        return out;
    }
}
